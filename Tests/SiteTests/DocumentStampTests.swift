import Foundation
import Site
import Testing

/// What makes a running cell verify the documents again.
@Suite struct DocumentStampTests {
  private let site: Fixture
  private let before: DocumentStamp

  init() throws {
    site = try Fixture()
    before = DocumentStamp(of: site.layout)
  }

  private var after: DocumentStamp { DocumentStamp(of: site.layout) }

  private func rewrite(_ path: String, with bytes: Data? = nil) throws {
    try (bytes ?? Data(contentsOf: URL(filePath: path))).write(
      to: URL(filePath: path), options: .atomic)
  }

  @Test func `what lies there unchanged, and what is no document, is no change`() throws {
    try Data("x".utf8).write(to: URL(filePath: "\(site.layout.policies)/notes.txt"))
    #expect(after == before)
  }

  @Test func `a document that is put in force is a change, be it the same bytes`() throws {
    try site.publish("cardiology") { _ in }
    let published = after
    #expect(published != before)
    try rewrite(site.layout.charter)
    #expect(after != published)
  }

  @Test func `a document that goes, or comes, is a change`() throws {
    try FileManager.default.removeItem(atPath: site.layout.policy("lab"))
    let without = after
    #expect(without != before)
    try rewrite(site.layout.policy("lab"), with: Data([1]))
    #expect(after != without && after != before)
  }

  @Test func `a directory that is gone is a change, too, and can be looked at`() throws {
    try FileManager.default.removeItem(atPath: site.layout.policies)
    #expect(after != before)
  }
}
