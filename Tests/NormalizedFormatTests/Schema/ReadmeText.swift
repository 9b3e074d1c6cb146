import Foundation

import NormalizedFormatTesting

@testable import NormalizedFormat

/// The parts of the README that the code knows better.
enum ReadmeText {
  /// Text by the name of its place: `<!-- name -->` … `<!-- /name -->`.
  static func parts() throws -> [(name: String, text: String)] {
    [
      (
        "records",
        try FormatSchema.records.filter { $0.rule != "timestamp" }.map(table)
          .joined(separator: "\n")
      ),
      ("values", valueTable), ("lists", lists), ("systems", systems), ("errors", errors),
      ("measurement", try example(Examples.measurement)),
      ("quarantine", try example(Examples.quarantine)), ("piece", try example(Examples.piece)),
      ("alert", try example(Examples.alert)),
    ]
  }

  /// The README with these parts put in their places.
  static func whole(_ readme: String) throws -> String {
    var whole = readme
    for part in try parts() {
      let begin = "<!-- \(part.name) -->\n"
      let end = "<!-- /\(part.name) -->"
      guard let first = whole.range(of: begin), let last = whole.range(of: end) else { continue }
      whole.replaceSubrange(first.upperBound..<last.lowerBound, with: part.text + "\n")
    }
    return whole
  }

  private static func table(_ schema: RecordSchema) throws -> String {
    let source = try String(
      contentsOf: ModuleFolder.file("Model/\(schema.typeName).swift"), encoding: .utf8)
    let comments = DocComments(source)
    var lines = ["### \(schema.rule)", "", comments.ofType, ""]
    lines += ["| key | name | type | | meaning |", "|---|---|---|---|---|"]
    for (field, comment) in zip(schema.fields, comments.ofProperties) {
      lines.append(
        "| \(field.key) | \(field.name) | \(type(field)) | \(field.cardinality) | \(comment) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func type(_ field: FieldSchema) -> String {
    let isLinked =
      FormatSchema.byRule[field.rule] != nil
      || FormatSchema.enumerations.contains { $0.rule.description == field.rule }
    return isLinked ? "[\(field.rule)](#\(field.rule))" : field.rule
  }

  private static var valueTable: String {
    let rows = FormatSchema.valueFields.map { "| \($0.key) | \($0.name) | \(type($0)) |" }
    return (["| key | name | type |", "|---|---|---|"] + rows).joined(separator: "\n")
  }

  private static var lists: String {
    FormatSchema.enumerations.map { type in
      let meanings = type.meanings.map { "\($0.number) `\($0.code)`" }
      return "### \(type.rule)\n\n" + meanings.joined(separator: ", ") + "\n"
    }.joined(separator: "\n")
  }

  private static var systems: String {
    let rows = CodeSystem.registered.enumerated().dropFirst().map { "| \($0) | `\($1)` |" }
    return (["| number | terminology |", "|---|---|"] + rows).joined(separator: "\n")
  }

  private static var errors: String {
    let rows = FormatError.Code.allCases.map { "| VGM-\($0.rawValue) | \($0) |" }
    return (["| code | name |", "|---|---|"] + rows).joined(separator: "\n")
  }

  private static func example(_ message: Message) throws -> String {
    let hex = DiagnosticText.hex(message.encoded())
    let lines = stride(from: 0, to: hex.count, by: 96).map { start in
      String(hex.dropFirst(start).prefix(96))
    }
    return "```\n" + (try DiagnosticText.of(message)) + "\n```\n\n```\n"
      + lines.joined(separator: "\n") + "\n```"
  }
}

/// The documentation comments of a file with one type.
struct DocComments {
  private(set) var ofType = ""
  private(set) var ofProperties: [String] = []

  init(_ source: String) {
    var comment: [String] = []
    for line in source.components(separatedBy: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("///") {
        comment.append(text.dropFirst(3).trimmingCharacters(in: .whitespaces))
        continue
      }
      if text.hasPrefix("public struct"), ofType.isEmpty { ofType = comment.joined(separator: " ") }
      if text.hasPrefix("public var") { ofProperties.append(comment.joined(separator: " ")) }
      comment = []
    }
  }
}
