import Foundation

/// The programs of this build, which stand beside the test bundle.
enum Programs {
  static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  static func url(_ name: String) -> URL { folder.appending(path: name) }

  /// What a finished program printed, and how it ended.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs a program to its end.
  static func run(_ name: String, _ arguments: [String]) throws -> Result {
    let process = Process()
    process.executableURL = url(name)
    process.arguments = arguments
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
  static func scratch() -> String {
    FileManager.default.temporaryDirectory.appending(path: "vaguemestre-test-\(UUID().uuidString)")
      .path
  }

  /// The process ids of programs whose command line has all these words.
  static func processes(with words: [String]) -> [Int32] {
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

/// The demo's summary.
struct DemoSummary: Decodable {
  let sent: Int
  let acknowledged: Int
  let normalized: Int
  let quarantined: Int
  let delivered: Int
  let refused: Int
  let lost: Int
  let leaked: Int

  init(_ json: String) throws {
    self = try JSONDecoder().decode(DemoSummary.self, from: Data(json.utf8))
  }
}
