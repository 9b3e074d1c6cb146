import Foundation
import Testing

/// The official tables as the yardstick of meaning: what they name an element for is in a field of
/// the model, or there is a reason why not.
@Suite(.enabled(if: OfficialTables.isThere, "the official tables do not lie beside the project"))
struct YardstickTests {
  private static let yardstick = Result { try Yardstick() }

  private static let file = Corpus.root
    .appendingPathComponent("Adapters/HL7v2/Mapping-to-FHIR.md")

  @Test func `every field that the official tables name an element for is mapped or has a reason`()
    throws
  {
    let reasons = try Reasons()
    for entry in try Self.yardstick.get().entries {
      for structure in entry.unmapped.keys where reasons.key(entry.field, in: structure) == nil {
        Issue.record("\(entry.field) in \(structure): neither mapped nor a reason why not")
      }
    }
    for entry in try Self.yardstick.get().components.values
    where !entry.unmappedIn.isEmpty && reasons.byKey[entry.name] == nil {
      let fields = entry.unmappedIn.sorted().joined(separator: ", ")
      Issue.record("\(entry.name) of \(fields): neither mapped nor a reason why not")
    }
  }

  @Test func `no reason is given for a field that is mapped`() throws {
    let reasons = try Reasons()
    var needed: Set<String> = []
    for entry in try Self.yardstick.get().entries {
      needed.formUnion(entry.unmapped.keys.compactMap { reasons.key(entry.field, in: $0) })
    }
    for entry in try Self.yardstick.get().components.values where !entry.unmappedIn.isEmpty {
      needed.insert(entry.name)
    }
    for key in reasons.byKey.keys.sorted() where !needed.contains(key) {
      Issue.record("\(key): a reason that nothing needs")
    }
  }

  @Test func `what is not mapped is kept in the details`() throws {
    for entry in try Self.yardstick.get().entries where entry.field != "RXE-19" {
      for (structure, outcomes) in entry.unmapped {
        for outcome in outcomes {
          #expect(!outcome.details.isEmpty, "\(entry.field) in \(structure)")
        }
      }
    }
  }

  @Test func `the table of the fields is that of the tables and the adapter`() throws {
    let actual = try String(contentsOf: Self.file, encoding: .utf8)
    let parts = actual.components(separatedBy: "<!-- fields -->\n")
    try #require(parts.count == 2)
    let table = try YardstickTable(yardstick: Self.yardstick.get(), reasons: Reasons())
    let expected = parts[0] + "<!-- fields -->\n" + table.text
    if ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_SCHEMA"] != nil {
      try expected.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(actual == expected, "set VAGUEMESTRE_WRITE_SCHEMA=1 to write it anew")
  }
}
