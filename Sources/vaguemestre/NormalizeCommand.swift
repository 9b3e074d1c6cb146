import ArgumentParser
import Foundation

/// `vaguemestre normalize ADAPTER FILE…`: run by the program that has the adapters.
struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Translate files offline: one JSON document a message.",
    discussion: """
      With --summary one JSON line instead: messages, normalized, quarantined, and how many of \
      the non-empty source \
      fields were mapped, dropped by a rule, or not understood; the three add up to all there are.
      """)

  @Argument(help: "The adapter, for example hl7v2.")
  var adapter: String

  @Argument(help: "Files with messages.", completion: .file())
  var files: [String]

  @Flag(help: "Count instead of printing messages.")
  var summary = false

  @Flag(help: "Translate for three seconds on one thread, and print how many messages a second.")
  var rate = false

  func validate() throws {
    if summary, rate { throw ValidationError("--summary and --rate exclude each other") }
  }

  func run() throws {
    let process = Process()
    process.executableURL = try Executables.beside("vaguemestre-adapter")
    process.arguments =
      ["normalize", adapter] + files + (summary ? ["--summary"] : rate ? ["--rate"] : [])
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
  }
}
