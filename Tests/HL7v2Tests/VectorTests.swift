import AdapterKit
import AdapterTesting
import Foundation
import HL7v2
import NormalizedFormat
import Testing

@Suite struct VectorTests {
  let adapter: HL7v2Adapter
  let kit: Conformance<HL7v2Adapter>

  init() throws {
    adapter = try HL7v2Adapter(AdapterConfiguration())
    kit = Conformance(
      adapter, vectors: try Vector.folder(Corpus.vectors, messageExtension: "hl7"),
      countFields: { FieldCount.count($0) })
    // After a change of the mapping: write the golden files anew, and read the difference before
    // committing.
    guard ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_GOLDEN"] != nil else { return }
    try Self.write(kit, to: Corpus.vectors)
    try Self.write(Self.sentinels(), to: Corpus.sentinelVectors)
  }

  private static func write(_ kit: Conformance<HL7v2Adapter>, to folder: URL) throws {
    for vector in kit.vectors {
      if case .refusal = vector.expectation { continue }
      let file = folder.appendingPathComponent(vector.name + ".json")
      try kit.json(vector.bytes).write(to: file, atomically: true, encoding: .utf8)
    }
  }

  /// The vectors of a link that declares sentinels.
  private static func sentinels() throws -> Conformance<HL7v2Adapter> {
    let folder = Corpus.sentinelVectors
    let settings = try Vector.settings(of: folder)
    return Conformance(
      try HL7v2Adapter(AdapterConfiguration(settings)),
      vectors: try Vector.folder(folder, messageExtension: "hl7"),
      countFields: { FieldCount.count($0) })
  }

  @Test func `every vector gives its golden messages or its refusal`() {
    #expect(kit.vectors.count >= 41)
    #expect(kit.golden() == [])
  }

  @Test func `a word for no value becomes a number in no type of value`() throws {
    let kit = try Self.sentinels()
    #expect(kit.vectors.count >= 1)
    #expect(kit.golden() == [])
    #expect(kit.loss() == [])
  }

  @Test func `every vector is translated as it is normalized`() {
    #expect(kit.translation() == [])
  }

  @Test func `every vector accounts for all its fields`() {
    #expect(kit.loss() == [])
  }

  @Test func `whatever stands in a field comes out`() throws {
    #expect(kit.canaries(Leaves.ranges) == [])
    #expect(try Self.sentinels().canaries(Leaves.ranges) == [])
  }

  @Test func `a frame may be cut anywhere`() {
    #expect(kit.chunking() == [])
  }

  @Test func `a stream of frames may come in chunks of any size`() {
    #expect(kit.streaming() == [])
  }

  @Test func `no error repeats a word of the message`() {
    #expect(kit.silence() == [])
  }

  @Test
  func `five thousand spoiled messages give messages or refusals, and account for every field`() {
    let report = kit.fuzz(count: 5_000, seed: 20_261_124)
    #expect(report.failures == [])
    #expect(report.normalized > 1_000)
    #expect(report.refused > 100)
  }

  @Test(arguments: ["\r", "\r\n", "\n"])
  func `line ends do not matter`(end: String) throws {
    for vector in kit.vectors {
      guard case .messages = vector.expectation, vector.bytes.contains(10),
        !vector.bytes.contains(13)
      else { continue }
      let text = String(decoding: vector.bytes, as: UTF8.self)
      let other = text.split(separator: "\n").joined(separator: end) + end
      #expect(try contents(Array(other.utf8)) == contents(vector.bytes), "\(vector.name)")
    }
  }

  @Test func `a missing last line end, a byte order mark and blank lines do not matter`() throws {
    for vector in kit.vectors where vector.bytes.starts(with: Array("MSH".utf8)) {
      guard case .messages = vector.expectation else { continue }
      var bytes = vector.bytes
      while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
      let marked = [0xEF, 0xBB, 0xBF] + bytes
      #expect(try contents(bytes) == contents(vector.bytes), "\(vector.name)")
      #expect(try contents(bytes + [13, 13, 10]) == contents(vector.bytes), "\(vector.name)")
      guard vector.name != "adt-windows-1252-undeclared" else { continue }
      #expect(try contents(marked) == contents(vector.bytes), "\(vector.name)")
    }
  }

  /// What the messages of a frame say, their provenance's raw digest and size and the name of the
  /// set aside.
  private func contents(_ frame: [UInt8]) throws -> [Message] {
    try adapter.split(frame).flatMap { part in
      try adapter.normalize(
        Conformance<HL7v2Adapter>.raw(part), context: Conformance<HL7v2Adapter>.context
      ).messages.map { message in
        var message = message
        message.provenance.raw = nil
        message.provenance.source.characterSet = nil
        message.provenance.source.characterSetAssumed = false
        return message
      }
    }
  }
}
