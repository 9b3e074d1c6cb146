import ArgumentParser
import CBOR
import FHIRProjection
import Foundation
import NormalizedFormat

/// `vaguemestre normalize ADAPTER FILE…`: run by the program that has the adapters.
struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Translate files offline: one JSON document a message.",
    discussion: """
      With --format fhir each document is a Bundle of FHIR R4, without a label, which only a \
      gateway gives. \
      With --summary one JSON line instead: messages, normalized, quarantined, and how many of \
      the non-empty source \
      fields were mapped, dropped by a rule, or not understood; the three add up to all there are.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, fhir
  }

  @Argument(help: "The adapter, for example hl7v2.")
  var adapter: String

  @Argument(help: "Files with messages.", completion: .file())
  var files: [String]

  @Option(help: "json, the format's own names, or fhir.")
  var format: Format = .json

  @Flag(help: "Count instead of printing messages.")
  var summary = false

  @Flag(help: "Translate for some seconds on one thread, and print how many messages a second.")
  var rate = false

  func validate() throws {
    if summary, rate { throw ValidationError("--summary and --rate exclude each other") }
    if format == .fhir, summary || rate {
      throw ValidationError("--summary and --rate print no messages: leave out --format fhir")
    }
  }

  func run() throws {
    let process = Process()
    process.executableURL = try Executables.beside("vaguemestre-adapter")
    let output = summary ? ["--summary"] : rate ? ["--rate"] : format == .fhir ? ["--cbor"] : []
    process.arguments = ["normalize", adapter] + files + output
    let pipe = Pipe()
    if format == .fhir { process.standardOutput = pipe }
    try process.run()
    // The adapter's process knows adapters and no projection; this one the other way round.
    if format == .fhir { try project(Array(pipe.fileHandleForReading.readDataToEndOfFile())) }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
  }

  /// Prints the bundles of messages that stand as byte strings one after the other.
  private func project(_ sequence: [UInt8]) throws {
    var reader = CBORReader(sequence)
    while !reader.isAtEnd {
      let message = try Message(decoding: Array(sequence[try reader.byteString()]))
      FileHandle.standardOutput.write(Data(FHIRBundle(of: message).bytes + [10]))
    }
  }
}
