import Foundation
import ProgramTesting
import Testing

/// `policy simulate` over what a cell really took, beside it and after it has stopped.
@Suite(.serialized) struct SimulateTests {
  private struct Found: Decodable, Equatable {
    struct Row: Decodable, Equatable {
      let count: Int
      let action: String
      let principal: String
      let flow: String
      let code: Int
    }
    let messages: Int
    let unread: Int
    let denied: [Row]
    let permitted: [Row]
  }

  private func simulate(_ draft: String?, _ site: RunningSite, of compartment: String = "lab")
    throws
    -> Found
  {
    let arguments = ["policy", "simulate"] + (draft.map { [$0] } ?? [])
    let result = try site.run(arguments + ["--compartment", compartment, "--json"])
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Found.self, from: Data(result.output.utf8))
  }

  /// The next version of the laboratory's policy, as a text that nobody signed.
  private func draft(_ name: String, _ site: RunningSite, _ edit: (inout String) -> Void) throws
    -> String
  {
    let path = "\(site.directory)/\(name).yaml"
    try #require(try site.run(["policy", "draft", "lab", "-o", path]).status == 0)
    var text = try String(contentsOfFile: path, encoding: .utf8)
    edit(&text)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test func `a draft is asked about every message that the cell took, running or stopped`() throws
  {
    let site = try RunningSite()
    // Five results, and two messages that nobody has a flow for: quarantine has them.
    for number in 0..<5 { #expect(try site.send(Said.result("R\(number)"), to: "lab-hl7") == "AA") }
    for number in 0..<2 {
      #expect(try site.send(Said.admission("A\(number)"), to: "lab-hl7") != "")
    }
    #expect(try site.records(of: "results", in: "lab") == 5)
    #expect(try site.records(of: "quarantine", in: "lab") == 2)

    let same = try draft("same", site) { _ in }
    let denying = try draft("denying", site) { text in
      text +=
        "denies:\n  - principal: hl7\n    flow: results\n    action: publish\n"
        + "    reason: a test\n"
    }
    let nothing = Found(messages: 7, unread: 0, denied: [], permitted: [])
    let denied = Found(
      messages: 7, unread: 0,
      denied: [
        .init(count: 5, action: "publish", principal: "lab/hl7", flow: "lab/results", code: 2260)
      ], permitted: [])
    for isRunning in [true, false] {
      if !isRunning { site.up.stop() }
      #expect(try simulate(nil, site) == nothing)
      #expect(try simulate(same, site) == nothing)
      #expect(try simulate(denying, site) == denied)
    }
    let text = try site.run(["policy", "simulate", same, "--compartment", "lab"]).output
    #expect(
      text == "7 messages replayed\nwould be denied: nothing\nwould be permitted: nothing\n")
  }
}
