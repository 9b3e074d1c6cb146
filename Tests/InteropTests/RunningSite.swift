import Foundation

/// A new site with all its programs running, for one test; everything it started ends with it.
final class RunningSite {
  let directory: String
  private let up = Process()

  static let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// The Python of the peers, when they could be installed.
  static let python = root.appending(path: ".venv/bin/python3")
  static let hasPeers = FileManager.default.isExecutableFile(atPath: python.path)
  static let corpus = root.appending(path: "../shared/corpora/hl7v2").standardizedFileURL
  static let hasCorpus = FileManager.default.fileExists(atPath: corpus.path)

  /// Makes a site, starts it, and returns when every link has its session with its cell.
  init() throws {
    directory =
      FileManager.default.temporaryDirectory
      .appending(path: "vaguemestre-interop-\(UUID().uuidString)").path
    _ = try Self.run("vaguemestre", ["site", "new", directory])
    up.executableURL = Self.programs.appending(path: "vaguemestre")
    up.arguments = ["up", "--site", directory]
    let errors = Pipe()
    up.standardError = errors
    up.standardOutput = FileHandle.nullDevice
    try up.run()
    Self.drain(errors.fileHandleForReading, until: "session with the cell is open", count: 4)
  }

  deinit {
    up.terminate()
    up.waitUntilExit()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Where a link listens.
  func address(of link: String) throws -> String {
    struct File: Decodable {
      let listen: String
    }
    let content = try Data(contentsOf: URL(filePath: "\(directory)/adapters/\(link).json"))
    return try JSONDecoder().decode(File.self, from: content).listen
  }

  /// Runs one of our programs to its end; its standard output.
  @discardableResult
  static func run(_ name: String, _ arguments: [String]) throws -> String {
    try run(programs.appending(path: name), arguments)
  }

  static func run(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads lines until enough of them have the text, then goes on reading so that the writer never
  /// waits.
  private static func drain(_ pipe: FileHandle, until text: String, count: Int) {
    var found = 0
    while found < count {
      let bytes = pipe.availableData
      if bytes.isEmpty { return }
      found += String(decoding: bytes, as: UTF8.self).components(separatedBy: text).count - 1
    }
    pipe.readabilityHandler = { _ = $0.availableData }
  }
}
