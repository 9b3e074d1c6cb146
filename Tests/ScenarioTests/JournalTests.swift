import Foundation
import ProgramTesting
import Testing

/// The disk, as programs meet it.
@Suite(.serialized) struct JournalTests {
  @Test func `a disk that fills up costs no message that was acknowledged, and no journal`() throws
  {
    let directory = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try Programs.run("vaguemestre", ["site", "new", "--small", directory])
    let icu = ["--site", directory, "--compartment", "icu"]
    // The file system grants the cell's files half a megabyte, and then nothing more.
    let small = try RunningProgram(
      URL(filePath: "/bin/bash"),
      ["-c", "ulimit -f 512; exec \"$0\" \"$@\"", Programs.url("vaguemestre-cell").path] + icu)
    try small.log.wait(for: "listening")
    let adapter = try RunningProgram(
      "vaguemestre-adapter", ["serve", "--site", directory, "--link", "icu-hl7"])
    defer { adapter.stop() }
    try adapter.log.wait(forEach: [["listening at"], ["session with the cell is open"]])
    let listening = adapter.log.lines.first { $0.contains("listening at") }
    let address = String(try #require(listening?.split(separator: " ").last))

    let acknowledged = try fill(address)
    #expect(acknowledged.count > 100)
    #expect(small.wait() == 2)
    #expect(small.log.lines.contains { $0.contains("VGM-4007") && $0.contains("free space") })

    let cell = try RunningProgram("vaguemestre-cell", icu)
    defer { cell.stop() }
    try cell.log.wait(for: "listening")
    try adapter.log.wait(for: "session with the cell is open")
    #expect(try send("LAST", to: address) == "AA")
    let verified = try Programs.run("vaguemestre", ["journal", "verify"] + icu)
    #expect(verified.status == 0)
    let lost = Set(acknowledged + ["LAST"]).subtracting(try ids(directory))
    #expect(lost.isEmpty)
  }

  /// Sends until no positive answer comes; the ids of what was acknowledged.
  private func fill(_ address: String) throws -> [String] {
    let files = URL(filePath: Programs.scratch())
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: files) }
    var acknowledged: [String] = []
    for block in 0..<1_000 {
      let names = (0..<8).map { "V-\(block)-\($0)" }
      let content = names.map { Said.vitals($0).joined(separator: "\r") + "\r" }.joined()
      let file = files.appending(path: "\(block).hl7")
      try Data(content.utf8).write(to: file)
      let sent = try Programs.run(
        "vaguemestre", ["send", "mllp", address, file.path, "--timeout", "1"])
      let positive = sent.output.split(separator: "\n").filter { $0.hasSuffix("\tAA") }
      acknowledged += positive.compactMap { $0.split(separator: "\t").first.map(String.init) }
      if positive.count < names.count { break }
    }
    return acknowledged
  }

  private func send(_ id: String, to address: String) throws -> String {
    let file = "\(Programs.scratch()).hl7"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data((Said.vitals(id).joined(separator: "\r") + "\r").utf8).write(to: URL(filePath: file))
    let sent = try Programs.run("vaguemestre", ["send", "mllp", address, file])
    return sent.output.split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init)
      ?? sent.errors
  }

  /// The ids of all that the ICU's dashboard gets.
  private func ids(_ directory: String) throws -> Set<String> {
    let site = ["--site", directory]
    let stat = try Programs.run(
      "vaguemestre", ["journal", "stat", "--compartment", "icu", "--json"] + site)
    let count = try #require(stat.output.firstMatch(of: /"vitals","first":0,"next":([0-9]+)/)).1
    let got = try Programs.run(
      "vaguemestre",
      [
        "subscribe", "--as", "icu/dashboard", "--flow", "icu/vitals", "--from", "start", "--count",
        String(count),
      ] + site)
    return Set(got.output.matches(of: /"controlId":"([^"]*)"/).map { String($0.1) })
  }
}
