import Foundation
import Testing

/// Real messages over real MLLP, from a client that nobody here wrote (`hl7` of PyPI) and from our
/// own.
@Suite(.serialized) struct MLLPPeerTests {
  private static let script = #"""
    import re, sys
    from hl7.client import MLLPClient
    host, port = sys.argv[1].rsplit(":", 1)
    answers = {}
    with MLLPClient(host, int(port)) as client:
        for name in sys.argv[2:]:
            text = open(name, "rb").read().replace(b"\xef\xbb\xbf", b"")
            text = text.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
            for part in re.split(rb"\r+(?=MSH\|)", text.strip(b"\r")):
                if b"|NE|NE" in part.split(b"\r")[0]:
                    continue  # It asks for no answer; this client always waits for one.
                answer = client.send_message(part.rstrip(b"\r") + b"\r")
                code = re.search(rb"\rMSA\|(\w\w)", answer).group(1).decode()
                answers[code] = answers.get(code, 0) + 1
    good = answers.get("AA", 0) + answers.get("CA", 0)
    sys.stdout.write(f"{good} {sum(answers.values())}")
    """#

  private static func files() throws -> [String] {
    let folder = RunningSite.corpus.appending(path: "microsoft")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return [RunningSite.corpus.appending(path: "simhospital.hl7").path]
      + names.filter { $0.hasSuffix(".hl7") }.sorted().map { folder.appending(path: $0).path }
  }

  @Test(.enabled(if: RunningSite.hasPeers && RunningSite.hasCorpus, "peers or corpora are missing"))
  func `every corpus message sent by python's hl7 is acknowledged and in the journal`() throws {
    let site = try RunningSite()
    let printed = try RunningSite.run(
      RunningSite.python,
      ["-c", Self.script, try site.address(of: "admissions-hl7")] + Self.files())
    let counts = printed.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(counts.count == 2)
    #expect(counts[1] >= 669)
    #expect(counts[0] == counts[1])
    #expect(try Self.records(site) >= counts[1])
  }

  @Test(.enabled(if: RunningSite.hasCorpus, "corpora are missing"))
  func `every corpus message sent by our own device stand-in is acknowledged`() throws {
    let site = try RunningSite()
    let printed = try RunningSite.run(
      "vaguemestre",
      ["send", "mllp", try site.address(of: "admissions-hl7"), "--timeout", "2"] + Self.files())
    let lines = printed.split(separator: "\n")
    #expect(lines.count >= 670)
    // One message of the corpora asks for no answer (MSH-15 and MSH-16 are NE), and gets none.
    let unanswered = lines.filter { !$0.hasSuffix("\tAA") && !$0.hasSuffix("\tCA") }
    #expect(unanswered.count == 1)
  }

  @Test(.enabled(if: RunningSite.hasCorpus, "corpora are missing"))
  func `at least 98 percent of the corpora normalize and their fields add up`() throws {
    let printed = try RunningSite.run(
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
    let summary = try JSONDecoder().decode(Summary.self, from: Data(printed.utf8))
    #expect(summary.messages >= 670)
    #expect(summary.normalized + summary.quarantined == summary.messages)
    #expect(summary.normalized * 100 >= summary.messages * 98)
    #expect(summary.fields.mapped > summary.fields.unknown)
  }

  private static func records(_ site: RunningSite) throws -> Int {
    struct Statistics: Decodable {
      let records: Int
    }
    let printed = try RunningSite.run(
      "vaguemestre",
      ["journal", "stat", "--site", site.directory, "--compartment", "admissions", "--json"])
    return try JSONDecoder().decode(Statistics.self, from: Data(printed.utf8)).records
  }
}
