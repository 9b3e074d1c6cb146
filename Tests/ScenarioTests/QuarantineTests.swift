import Foundation
import ProgramTesting
import Testing

/// What could not be delivered is kept whole, shown, and delivered after the fix.
@Suite struct QuarantineTests {
  /// Changes where a link sends reports.
  private func routeReports(_ flow: String?, _ directory: String) throws {
    let file = URL(filePath: "\(directory)/adapters/lab-hl7.json")
    var link =
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    var flows = link["flows"] as? [String: String] ?? [:]
    flows["report"] = flow
    link["flows"] = flows
    try JSONSerialization.data(withJSONObject: link).write(to: file)
  }

  @Test func `a message without a flow goes to quarantine, and from there where it belongs`() throws
  {
    let site = try RunningSite { try routeReports(nil, $0) }
    let place = ["--compartment", "lab"]
    #expect(try site.send(Said.result("R-1"), to: "lab-hl7") != "")
    let listed = try site.run(["quarantine", "list", "--json"] + place).output
    #expect(listed.contains(#""code":1010"#))
    let shown = try site.run(["quarantine", "show", "0"] + place).output
    #expect(shown == Said.result("R-1").joined(separator: "\r") + "\r")

    try routeReports("results", site.directory)
    site.kill("vaguemestre-adapter", "lab-hl7")
    try site.up.log.wait(for: "adapter lab-hl7", "session with the cell is open")
    let replayed = try site.run(["quarantine", "replay", "0"] + place)
    #expect(replayed.status == 0)
    #expect(replayed.output.contains("AA"))
    let got = try site.run([
      "subscribe", "--as", "lab/dashboard", "--flow", "lab/results", "--from", "start", "--count",
      "1",
    ])
    #expect(got.output.contains("R-1"))
  }

  @Test func `a frame that broke off is never replayed, named or among all`() throws {
    let site = try RunningSite()
    let whole = "\u{B}" + Said.vitals("77").joined(separator: "\r")
    let cut = whole.components(separatedBy: "|72|")[0] + "|12"
    #expect(try site.send(raw: Array(cut.utf8), to: "icu-hl7").contains("MSA|AR|77"))
    let place = ["--compartment", "icu"]
    #expect(try site.run(["quarantine", "list"] + place).output.contains("VGM-1007"))
    let named = try site.run(["quarantine", "replay", "0", "--again"] + place)
    #expect(named.status == 1)
    #expect(named.output.contains("broke off"))
    let all = try site.run(["quarantine", "replay", "--json"] + place)
    #expect(all.output.contains(#""error":"broke-off""#))
    #expect(try site.records(of: "vitals", in: "icu") == 0)
  }

  @Test func `what was replayed is durable once, however often all is replayed and restarted`()
    throws
  {
    let site = try RunningSite { try routeReports(nil, $0) }
    let place = ["--compartment", "lab"]
    let batch =
      "\u{B}BHS|^~\\&|LAB|A\r" + Said.result("R-1").joined(separator: "\r") + "\r"
      + Said.result("R-2").joined(separator: "\r") + "\rBTS|2\r\u{1C}\r"
    let heard = try site.send(raw: Array(batch.utf8), to: "lab-hl7")
    #expect(heard.contains("MSA|AA|R-1|VGM-1010"))

    // The link lives and the fix is not in: nothing is taken for delivered.
    let early = try site.run(["quarantine", "replay", "--json"] + place)
    #expect(early.status == 1)
    #expect(early.output.contains(#""offset":0,"result":"quarantined","error":"VGM-1010""#))

    for round in 0..<2 {
      try routeReports("results", site.directory)
      site.kill("vaguemestre-adapter", "lab-hl7")
      try site.up.log.wait(for: "adapter lab-hl7", "session with the cell is open")
      let replayed = try site.run(["quarantine", "replay", "--json"] + place)
      let word = round == 0 ? #""result":"delivered""# : #""error":"replayed""#
      #expect(replayed.status == 0)
      #expect(replayed.output.components(separatedBy: word).count == 3)
      #expect(try site.records(of: "results", in: "lab") == 2)
    }
    #expect(try site.run(["quarantine", "replay", "0"] + place).status == 1)
  }
}
