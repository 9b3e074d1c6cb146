package import Foundation

/// The programs of this build, which stand beside the test bundle, run as people run them.
package enum Programs {
  package static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  package static func url(_ name: String) -> URL { folder.appending(path: name) }

  /// What a finished program printed, and how it ended.
  package struct Result: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String
  }

  /// Runs one of our programs to its end.
  @discardableResult
  package static func run(_ name: String, _ arguments: [String]) throws -> Result {
    try run(url(name), arguments)
  }

  /// Runs any program to its end, with `environment` on top of our own.
  @discardableResult
  package static func run(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let errorFile = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    _ = FileManager.default.createFile(atPath: errorFile.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errorFile) }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let errors = (try? String(contentsOf: errorFile, encoding: .utf8)) ?? ""
    return Result(
      status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self),
      errors: errors)
  }

  /// A directory of its own, for one test.
  package static func scratch() -> String {
    FileManager.default.temporaryDirectory.appending(path: "vaguemestre-test-\(UUID().uuidString)")
      .path
  }

  /// The process ids of programs whose command line has all these words, or paths that end so.
  package static func processes(with words: [String]) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { pid in
      guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
        return false
      }
      let parts = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return words.allSatisfy { word in parts.contains { $0 == word || $0.hasSuffix("/\(word)") } }
    }
  }
}
