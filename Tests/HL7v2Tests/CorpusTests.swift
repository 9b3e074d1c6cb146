import AdapterKit
import AdapterTesting
import Foundation
import HL7v2
import NormalizedFormat
import Testing

@Suite(.enabled(if: Corpus.isThere, "the corpora do not lie beside the project"))
struct CorpusTests {
  typealias Kit = Conformance<HL7v2Adapter>

  @Test func `all messages of the simulated hospital normalize and account for every field`() throws
  {
    var row = CorpusRow("simhospital")
    for message in try Corpus.simhospital() { try row.add(message, "simhospital") }
    #expect(row.messages == 600)
    #expect(row.quarantined == 0)
    row.show()
  }

  @Test func `all of the 70 sample messages normalize and account for every field`() throws {
    var row = CorpusRow("microsoft")
    for (name, message) in try Corpus.microsoft() { try row.add(message, name) }
    #expect(row.messages == 70)
    #expect(row.quarantined == 0)
    row.show()
  }
}

/// One line of the summary table.
private struct CorpusRow {
  let name: String
  private let adapter: HL7v2Adapter?
  private(set) var messages = 0
  private(set) var quarantined = 0
  private var fields = FieldCounts()
  private var kinds: [String: Int] = [:]
  private var bytes = 0
  private var unknownPaths: [String: Int] = [:]

  init(_ name: String) {
    self.name = name
    adapter = try? HL7v2Adapter(AdapterConfiguration())
  }

  mutating func add(_ message: [UInt8], _ about: String) throws {
    let adapter = try #require(adapter)
    let parts = adapter.split(message)
    #expect(parts.count == 1, "\(about)")
    messages += 1
    do throws(AdapterError) {
      let normalization = try adapter.normalize(
        CorpusTests.Kit.raw(message), context: CorpusTests.Kit.context)
      #expect(normalization.fields.total == FieldCount.count(message), "\(about)")
      fields.add(normalization.fields)
      for result in normalization.messages {
        kinds[result.content.name, default: 0] += 1
        let encoded = result.encoded()
        bytes += encoded.count
        #expect((try? Message(decoding: encoded)) == result, "\(about)")
        for field in result.loss?.unknown ?? [] { unknownPaths[field.path, default: 0] += 1 }
      }
    } catch {
      quarantined += 1
      Issue.record("\(about): \(error)")
    }
  }

  func show() {
    let kinds = kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let line =
      "\(name): \(messages) messages, \(quarantined) quarantined; fields \(fields.total) = "
      + "\(fields.mapped) mapped + \(fields.dropped) dropped + \(fields.unknown) unknown; "
      + "\(kinds.joined(separator: ", ")); \(bytes) bytes encoded; unknown \(unknownPaths)\n"
    FileHandle.standardError.write(Data(line.utf8))
  }
}
