package import Foundation

/// A new site with all its programs running under `vaguemestre up`, for one test; everything it
/// started ends with it.
package final class RunningSite: Sendable {
  package let directory: String
  package let up: RunningProgram

  /// Makes a site, starts it, and returns when every link has its session with its cell.
  ///
  /// - Parameter prepare: changes the site's directory before anything runs.
  package init(prepare: (String) throws -> Void = { _ in }) throws {
    directory = Programs.scratch()
    try Programs.run("vaguemestre", ["site", "new", "--small", directory])
    try prepare(directory)
    up = try RunningProgram("vaguemestre", ["up", "--site", directory])
    for _ in 0..<4 { try up.log.wait(for: "session with the cell is open") }
  }

  deinit {
    up.stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Where a link listens.
  package func address(of link: String) throws -> String {
    struct File: Decodable {
      let listen: String
    }
    let content = try Data(contentsOf: URL(filePath: "\(directory)/adapters/\(link).json"))
    return try JSONDecoder().decode(File.self, from: content).listen
  }

  /// Runs `vaguemestre` with this site.
  @discardableResult
  package func run(_ arguments: [String]) throws -> Programs.Result {
    try Programs.run("vaguemestre", arguments + ["--site", directory])
  }

  /// Sends one HL7 v2 message, segments in order, and gives what was answered: `AA`, `AE`, ….
  package func send(_ segments: [String], to link: String) throws -> String {
    let file = "\(Programs.scratch()).hl7"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data((segments.joined(separator: "\r") + "\r").utf8).write(to: URL(filePath: file))
    let sent = try Programs.run("vaguemestre", ["send", "mllp", try address(of: link), file])
    return sent.output.split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init)
      ?? sent.errors
  }

  /// The messages that a compartment's journal holds of a flow.
  package func records(of flow: String, in compartment: String) throws -> UInt64 {
    struct Statistics: Decodable {
      struct Flow: Decodable {
        let name: String
        let next: UInt64
      }
      let flows: [Flow]
    }
    let printed = try run(["journal", "stat", "--compartment", compartment, "--json"])
    let statistics = try JSONDecoder().decode(Statistics.self, from: Data(printed.output.utf8))
    return statistics.flows.first { $0.name == flow }?.next ?? 0
  }

  /// Kills a program of this site, which is then started again.
  package func kill(_ words: String...) {
    for pid in Programs.processes(with: words + [directory]) { Foundation.kill(pid, SIGKILL) }
  }
}

/// Independent peers and real messages, where they could be had.
package enum Peers {
  package static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// The Python of the peers, when they could be installed.
  package static let python = root.appending(path: ".venv/bin/python3")
  package static let areInstalled = FileManager.default.isExecutableFile(atPath: python.path)
  /// A script of the interop tests, by its file's name.
  package static func script(_ name: String) -> String {
    root.appending(path: "Tests/InteropTests/Peers/\(name)").path
  }

  package static let corpus = root.appending(path: "../shared/corpora/hl7v2").standardizedFileURL
  package static let hasCorpus = FileManager.default.fileExists(atPath: corpus.path)
}
