import Foundation
import Policy
import Site
import Testing

@testable import vaguemestre

@Suite struct PolicySchemaTests {
  private static let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/vaguemestre/Policy/Reference.md")

  /// The paths of the keys of a document, entries of a list without their places.
  private func paths(_ node: SourceNode, under place: String = "") -> Set<String> {
    switch node {
    case .text, .number, .flag: []
    case .list(let items): items.reduce(into: []) { $0.formUnion(paths($1, under: place + "[]")) }
    case .map(let entries):
      entries.reduce(into: []) { found, entry in
        let path = place.isEmpty ? entry.key : "\(place).\(entry.key)"
        found.insert(path)
        found.formUnion(paths(entry.value, under: path))
      }
    }
  }

  @Test func `the table has every key that a document can have, and no other`() throws {
    let policy = paths(try PolicyChangesTests.fullPolicy().source)
    #expect(Set(SourceSchema.policy.paths.map(\.path)) == policy)
    // `closed` is not in the charter that says all: it would close a compartment.
    let charter = paths(try PolicyChangesTests.fullCharter().source)
    #expect(
      Set(SourceSchema.charter.paths.map(\.path)) == charter.union(["compartments[].closed"]))
  }

  @Test func `nothing compiles without a key that the table calls required`() throws {
    let (charter, full) = (try Template.charter(), try PolicyChangesTests.fullCharter())
    let policy = try PolicyChangesTests.fullPolicy()
    _ = try PolicyYAML(policy.source.yaml).policy(under: charter)
    _ = try PolicyYAML(full.source.yaml).charter()
    for (path, key) in SourceSchema.policy.paths where key.isRequired {
      let source = policy.source.removing(path).yaml
      #expect(throws: PolicySourceFault.self, "\(path)") {
        try PolicyYAML(source).policy(under: charter)
      }
    }
    for (path, key) in SourceSchema.charter.paths where key.isRequired {
      let source = full.source.removing(path).yaml
      #expect(throws: PolicySourceFault.self, "\(path)") { try PolicyYAML(source).charter() }
    }
  }

  @Test func `a principal and an issuer compile without what the table calls optional`() throws {
    let (charter, policy) = (try Template.charter(), try PolicyChangesTests.fullPolicy())
    for (path, key) in SourceSchema.policy.paths
    where !key.isRequired && (path.hasPrefix("principals[].") || path.hasPrefix("issuers[].")) {
      // What asks for equipment must ask for something.
      guard !path.contains("template.equipment[].") else { continue }
      _ = try PolicyYAML(policy.source.removing(path).yaml).policy(under: charter)
    }
  }

  @Test func `the reference page is that of this version`() throws {
    let text = """
      # Every key of charters and policies

      Made by `vaguemestre policy schema --reference` from the table by which editors complete and
      check; a test holds it to what the compiler takes. `[]` stands for each entry of a list. What
      the words mean is said in `Routing/Policy/README.md`.

      ## Compartment policy

      \(SourceSchema.policy.reference)

      ## Charter

      \(SourceSchema.charter.reference)

      """
    if ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_SCHEMA"] != nil {
      try Data(text.utf8).write(to: Self.page)
    }
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(page == text, "set VAGUEMESTRE_WRITE_SCHEMA=1 to write it anew")
  }
}

extension SourceNode {
  /// The document without a key, in every entry of the lists on its way.
  fileprivate func removing(_ path: String) -> SourceNode {
    removing(path.replacing("[]", with: ".[]").split(separator: ".").map(String.init))
  }

  private func removing(_ steps: [String]) -> SourceNode {
    switch self {
    case .map(let entries):
      guard let first = steps.first else { return self }
      if steps.count == 1 { return .map(entries.filter { $0.key != first }) }
      return .map(
        entries.map { entry in
          guard entry.key == first else { return entry }
          return Entry(entry.key, entry.value.removing(Array(steps.dropFirst())))
        })
    case .list(let items): return .list(items.map { $0.removing(Array(steps.dropFirst())) })
    case .text, .number, .flag: return self
    }
  }
}
