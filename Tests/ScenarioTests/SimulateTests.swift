import Foundation
import ProgramTesting
import Testing

/// What another policy would have changed in the traffic that a cell took.
@Suite struct SimulateTests {
  private struct Report: Decodable, Equatable {
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

  private func simulate(
    _ words: [String], of compartment: String, _ site: RunningSite
  ) throws -> Report {
    let printed = try site.run(
      ["policy", "simulate"] + words + ["--compartment", compartment, "--json"])
    #expect(printed.status == 0, "\(printed.errors)")
    #expect(!printed.output.contains("MARCHAND"))
    return try JSONDecoder().decode(Report.self, from: Data(printed.output.utf8))
  }

  /// The next version of the laboratory's policy, edited, as text that nobody signed.
  private func draft(_ site: RunningSite, _ edit: (inout String) -> Void) throws -> String {
    let path = "\(site.directory)/\(UUID().uuidString).yaml"
    #expect(try site.run(["policy", "draft", "lab", "-o", path]).status == 0)
    var text = try String(contentsOfFile: path, encoding: .utf8)
    edit(&text)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test func `a draft is asked about every message, beside the running cell and after it`() throws {
    let site = try RunningSite()
    for number in 0..<7 {
      #expect(try site.send(Said.result("R-\(number)"), to: "lab-hl7") == "AA")
    }
    let same = try draft(site) { _ in }
    let nothing = Report(messages: 7, unread: 0, denied: [], permitted: [])
    #expect(try simulate([], of: "lab", site) == nothing)
    #expect(try simulate([same], of: "lab", site) == nothing)

    let narrower = try draft(site) { text in
      text.replace(/exports:\n(\ \ .*\n)+/, with: "")
      text.replace(
        "      - results\n      - orders\n      - admissions", with: "      - admissions")
    }
    let rows = [
      Report.Row(
        count: 7, action: "deliver", principal: "lab/dashboard", flow: "lab/results", code: 2261),
      Report.Row(
        count: 7, action: "export", principal: "icu/link-lab", flow: "lab/results", code: 2251),
    ]
    let lost = try simulate([narrower], of: "lab", site)
    #expect(lost.messages == 7 && lost.permitted == [])
    #expect(lost.denied == rows)

    // The other way: what the quarantine's officer would have got of the results.
    let wider = try draft(site) { text in
      text.replace(
        "    subscribe:\n      - quarantine\n",
        with:
          "    subscribe:\n      - quarantine\n      - results\n")
    }
    let gained = try simulate([wider], of: "lab", site)
    #expect(gained.denied == [])
    #expect(
      gained.permitted == [
        Report.Row(
          count: 7, action: "deliver", principal: "lab/officer", flow: "lab/results", code: 2261)
      ])

    site.up.stop()
    #expect(try simulate([narrower], of: "lab", site) == lost)
  }

  @Test func `another cell's storage key, or no journal, is refused`() throws {
    let site = try RunningSite()
    #expect(try site.send(Said.result("R-1"), to: "lab-hl7") == "AA")
    let other = try site.run([
      "policy", "simulate", "--compartment", "icu", "--journal",
      "\(site.directory)/cells/lab/journal",
    ])
    #expect(other.status == 1 && other.errors.contains("VGM-4003"))
    let none = try site.run([
      "policy", "simulate", "--compartment", "icu", "--journal", "\(site.directory)/none",
    ])
    #expect(none.status == 1 && none.errors.contains("VGM-40"))
  }
}
