import Foundation
import ProgramTesting
import Testing

/// Real messages over real MLLP, from a client that nobody here wrote (`hl7` of PyPI) and from our
/// own.
@Suite(.serialized) struct MLLPPeerTests {
  private static func files() throws -> [String] {
    let folder = Peers.corpus.appending(path: "microsoft")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return [Peers.corpus.appending(path: "simhospital.hl7").path]
      + names.filter { $0.hasSuffix(".hl7") }.sorted().map { folder.appending(path: $0).path }
  }

  @Test(.enabled(if: Peers.areInstalled && Peers.hasCorpus, "peers or corpora are missing"))
  func `every corpus message sent by python's hl7 is acknowledged and in the journal`() throws {
    let site = try RunningSite()
    let printed = try Programs.run(
      Peers.python,
      [Peers.script("mllp_send.py"), try site.address(of: "admissions-hl7")] + Self.files())
    let counts = printed.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(counts.count == 2, "\(printed.errors)")
    #expect(counts[1] >= 669)
    #expect(counts[0] == counts[1])
    try Self.expectAllInJournal(of: site, but: 1)
  }

  @Test(.enabled(if: Peers.hasCorpus, "corpora are missing"))
  func `every corpus message sent by our own device stand-in is acknowledged`() throws {
    let site = try RunningSite()
    let printed = try Programs.run(
      "vaguemestre",
      ["send", "mllp", try site.address(of: "admissions-hl7"), "--timeout", "2"] + Self.files())
    let lines = printed.output.split(separator: "\n")
    #expect(lines.count >= 670)
    // One message of the corpora asks for no answer (MSH-15 and MSH-16 are NE), and gets none.
    let unanswered = lines.filter { !$0.hasSuffix("\tAA") && !$0.hasSuffix("\tCA") }
    #expect(unanswered.count == 1)
    try Self.expectAllInJournal(of: site, but: 0)
  }

  @Test(.enabled(if: Peers.hasCorpus, "corpora are missing"))
  func `at least 98 percent of the corpora normalize and their fields add up`() throws {
    let printed = try Programs.run(
      "vaguemestre", ["normalize", "hl7v2"] + Self.files() + ["--summary"])
    struct Fields: Decodable {
      let mapped: Int
      let dropped: Int
      let unknown: Int
    }
    struct Summary: Decodable {
      let messages: Int
      let normalized: Int
      let quarantined: Int
      let fields: Fields
    }
    let summary = try JSONDecoder().decode(Summary.self, from: Data(printed.output.utf8))
    #expect(summary.messages >= 670)
    #expect(summary.normalized + summary.quarantined == summary.messages)
    #expect(summary.normalized * 100 >= summary.messages * 98)
    #expect(summary.fields.mapped > summary.fields.unknown)
  }

  /// Every MSH-10 of the corpora stands in a message of some flow, but for so many that were not
  /// sent.
  private static func expectAllInJournal(of site: RunningSite, but missingMax: Int) throws {
    let flows = [
      "admissions", "appointments", "orders", "documents", "immunizations", "reports",
      "observations", "other",
    ]
    var seen: Set<String> = []
    for flow in flows {
      let count = try site.records(of: flow, in: "admissions")
      guard count > 0 else { continue }
      let got = try site.run([
        "subscribe", "--as", "admissions/dashboard", "--flow", "admissions/\(flow)", "--from",
        "start", "--count", "\(count)",
      ])
      for line in got.output.split(separator: "\n") { seen.formUnion(controlIDs(in: line)) }
    }
    let wanted = try Set(files().flatMap(controlIDs(ofFile:)))
    #expect(wanted.count > 600)
    let missing = wanted.subtracting(seen)
    #expect(missing.count <= missingMax, "\(missing.sorted())")
  }

  private static func controlIDs(in line: Substring) -> [String] {
    line.matches(of: /"controlId":"([^"]*)"/).map { String($0.1) }
  }

  /// MSH-10 of each message of a file, told from what `normalize` understands: by bytes alone.
  private static func controlIDs(ofFile path: String) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      guard let start = line.range(of: "MSH|") else { return nil }
      let fields = line[start.lowerBound...].split(
        separator: "|", omittingEmptySubsequences: false)
      return fields.count > 9 && !fields[9].isEmpty ? String(fields[9]) : nil
    }
  }
}
