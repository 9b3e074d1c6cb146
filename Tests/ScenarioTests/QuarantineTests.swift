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
}
