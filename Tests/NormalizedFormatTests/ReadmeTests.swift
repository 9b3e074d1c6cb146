import CBOR
import Foundation
import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

@Suite struct ReadmeTests {
  @Test func `the tables and examples of the README are those of the code`() throws {
    let file = ModuleFolder.file("README.md")
    let actual = try String(contentsOf: file, encoding: .utf8)
    let expected = try ReadmeText.whole(actual)
    if ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_SCHEMA"] != nil {
      try expected.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(actual == expected, "set VAGUEMESTRE_WRITE_SCHEMA=1 to write them anew")
  }

  @Test func `the README has a place for every part`() throws {
    let readme = try String(contentsOf: ModuleFolder.file("README.md"), encoding: .utf8)
    for part in try ReadmeText.parts() {
      #expect(readme.contains("<!-- \(part.name) -->\n"), "\(part.name)")
      #expect(readme.contains("<!-- /\(part.name) -->"), "\(part.name)")
    }
  }

  @Test func `every field says what it means`() throws {
    for schema in FormatSchema.records where schema.rule != "timestamp" {
      let source = try String(
        contentsOf: ModuleFolder.file("Model/\(schema.typeName).swift"), encoding: .utf8)
      let comments = DocComments(source)
      #expect(!comments.ofType.isEmpty, "\(schema.rule)")
      #expect(comments.ofProperties.count == schema.fields.count, "\(schema.rule)")
      #expect(!comments.ofProperties.contains(""), "\(schema.rule)")
    }
  }

  @Test func `the names of the kinds are those of the contents, in the order of their numbers`() {
    let contents = FormatSchema.contents.map(\.content).sorted { $0.number < $1.number }
    #expect(Content.names == contents.map(\.name))
  }

  @Test func `the examples decode to what they were made from`() throws {
    for example in Examples.all {
      #expect(try Message(decoding: example.encoded()) == example)
    }
  }
}
