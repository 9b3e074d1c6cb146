import Foundation
import ProgramTesting
import Testing

/// The JSON Schema of policies and charters, held by `jsonschema` of PyPI to the sources of a whole
/// hospital.
@Suite(.enabled(if: SchemaPeer.isInstalled, "jsonschema could not be installed"))
struct SchemaPeerTests {
  @Test func `the sources of a new site are valid, and a misspelt key is not`() throws {
    let folder = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try Programs.run("vaguemestre", ["site", "new", folder]).status == 0)
    let policies = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/policies")
      .filter { $0.hasSuffix(".yaml") }.map { "\(folder)/policies/\($0)" }
    #expect(policies.count == 8)
    #expect(try SchemaPeer.faults("policy", policies) == [])
    #expect(try SchemaPeer.faults("charter", ["\(folder)/charter.yaml"]) == [])
    for (right, wrong) in [
      ("service: state", "service: fast"), ("retention: 30d", "retention: 30 days"),
      ("role: adapter", "rôle: adapter"), ("critical: true", "critical: maybe"),
      ("grace: 90d", "grace: 90d\nnew-key: 1"), ("publish:", "publishes:"),
    ] {
      let source = try String(contentsOfFile: "\(folder)/policies/icu.yaml", encoding: .utf8)
      #expect(source.contains(right), "\(right)")
      let spoiled = "\(folder)/spoiled.yaml"
      let text = source.replacing(right, with: wrong, maxReplacements: 1)
      try Data(text.utf8).write(to: URL(filePath: spoiled))
      #expect(!(try SchemaPeer.faults("policy", [spoiled])).isEmpty, "\(wrong)")
    }
  }
}

private enum SchemaPeer {
  static let isInstalled: Bool = {
    guard Peers.areInstalled else { return false }
    let result = try? Programs.run(Peers.python, ["-c", "import jsonschema, yaml"])
    return result?.status == 0
  }()

  static func faults(_ kind: String, _ sources: [String]) throws -> [String] {
    let schema = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: schema) }
    let printed = try Programs.run("vaguemestre", ["policy", "schema", kind])
    try Data(printed.output.utf8).write(to: schema)
    let script = Peers.script("schema_validate.py")
    let result = try Programs.run(Peers.python, [script, schema.path] + sources)
    guard result.status == 0 else { throw Failed(what: result.errors) }
    return result.output.split(separator: "\n").map(String.init)
  }

  struct Failed: Error {
    let what: String
  }
}
