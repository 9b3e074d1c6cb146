import Foundation
import NormalizedFormat
import NormalizedFormatTesting
import Testing

@testable import FHIRProjection

/// The table of the README: every field of the format, and where it stands in FHIR.
@Suite struct MappingTests {
  @Test func `every field of the format has a row`() {
    for schema in FormatSchema.records + [RecordSchema(Message.self)] {
      for field in schema.fields {
        #expect(
          Mapping.rows.contains { $0.rule == schema.rule && $0.field == field.name },
          "\(schema.rule).\(field.name)")
      }
    }
    for field in FormatSchema.valueFields {
      #expect(
        Mapping.rows.contains { $0.rule == "value" && $0.field == field.name }, "\(field.name)")
    }
  }

  @Test func `an extension says why it is one`() {
    for row in Mapping.rows where row.place.hasPrefix("extension `") {
      #expect(row.rule == "value" || row.rule == "timestamp" || !row.note.isEmpty)
    }
  }

  @Test func `the README has every code of an error`() throws {
    let file = Samples.module.appending(path: "README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    for code in FHIRError.Code.allCases {
      #expect(readme.contains("| VGM-\(code.rawValue) | \(code) |"))
    }
  }

  @Test func `no row is of a field that the format does not have`() {
    for row in Mapping.rows where row.rule != "value" && row.rule != "message" {
      let fields = FormatSchema.byRule[row.rule]?.fields ?? []
      #expect(fields.contains { $0.name == row.field }, "\(row.rule).\(row.field)")
    }
  }

  @Test func `the table of the README is that of the code`() throws {
    let file = Samples.module.appending(path: "README.md")
    let actual = try String(contentsOf: file, encoding: .utf8)
    let parts = actual.components(separatedBy: "<!-- mapping -->")
    try #require(parts.count == 2)
    let rest = parts[1].components(separatedBy: "<!-- /mapping -->")
    try #require(rest.count == 2)
    let expected =
      parts[0] + "<!-- mapping -->\n" + Self.table + "<!-- /mapping -->" + rest[1]
    if ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_SCHEMA"] != nil {
      try expected.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(actual == expected, "set VAGUEMESTRE_WRITE_SCHEMA=1 to write it anew")
  }

  private static var table: String {
    var rules: [String] = []
    for row in Mapping.rows where !rules.contains(row.rule) { rules.append(row.rule) }
    return rules.map { rule in
      let rows = Mapping.rows.filter { $0.rule == rule }
        .map { "| \($0.field) | \($0.place) | \($0.note) |" }
      return "\n### \(rule)\n\n| field | FHIR | note |\n|---|---|---|\n"
        + rows.joined(separator: "\n") + "\n"
    }.joined() + "\n"
  }
}
