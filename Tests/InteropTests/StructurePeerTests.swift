import AdapterKit
import Foundation
import ProgramTesting
import Testing

@testable import HL7v2

/// The syntax by others: `hl7` and `hl7apy` of PyPI take every message apart as we do.
@Suite(.enabled(if: Peers.areInstalled, "peers are missing"))
struct StructurePeerTests {
  @Test func `every vector that others read has the segments and fields that we see`() throws {
    let folder = Peers.root.appending(path: "Adapters/HL7v2/Vectors")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".hl7") }
    try compare(try files.map { Array(try Data(contentsOf: folder.appending(path: $0))) })
  }

  @Test(.enabled(if: Peers.hasCorpus, "corpora are missing"))
  func `every corpus message that others read has the segments and fields that we see`() throws {
    let folder = Peers.corpus.appending(path: "microsoft")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { folder.appending(path: $0) }
    try compare(
      try FHIRPeer.lines(of: Peers.corpus.appending(path: "simhospital.hl7"))
        + files.map { Array(try Data(contentsOf: $0)) })
  }

  @Test func `what we write others take apart as we do`() throws {
    let folder = Peers.root.appending(path: "Adapters/HL7v2/Vectors")
    var files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".hl7") }.map { folder.appending(path: $0) }
    var messages: [[UInt8]] = []
    if Peers.hasCorpus {
      let samples = Peers.corpus.appending(path: "microsoft")
      files += try FileManager.default.contentsOfDirectory(atPath: samples.path).sorted()
        .map { samples.appending(path: $0) }
      messages = try FHIRPeer.lines(of: Peers.corpus.appending(path: "simhospital.hl7"))
    }
    messages += try files.map { Array(try Data(contentsOf: $0)) }
    try compare(try messages.flatMap(Self.rendered))
  }

  /// What comes of the messages of a frame, written again.
  private static func rendered(_ frame: [UInt8]) throws -> [[UInt8]] {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let context = IngestContext(
      received: 0, zone: LocalZone(minutes: 60), link: "peers", subject: "peers")
    return try adapter.split(frame).flatMap { part in
      let raw = RawMessage(bytes: part, digest: Array(repeating: 0, count: 32))
      let messages = (try? adapter.normalize(raw, context: context).messages) ?? []
      return try messages.map { try adapter.render($0, context: EgressContext()) }
    }
  }

  private func compare(_ files: [[UInt8]]) throws {
    let parts = files.flatMap { file in ER7Batch.split(file).map { Array(file[$0]) } }
    let lines = try parts.compactMap { part -> String? in
      guard let message = try? ER7Message(part) else { return nil }
      let data = try JSONSerialization.data(withJSONObject: Self.structure(message))
      return String(decoding: data, as: UTF8.self)
    }
    let file = "\(Programs.scratch()).jsonl"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
    let result = try Programs.run(Peers.python, [Peers.script("structure_compare.py"), file])
    let said = result.output.split(separator: "\n").map(String.init)
    // What hl7apy refuses it does by the definitions of a version: a segment that it does not know.
    let differences = said.dropLast().filter { !$0.contains("hl7apy refuses: ") }
    #expect(differences.isEmpty, "\(differences.prefix(8).joined(separator: "\n"))")
    let read = try #require(said.last, "\(result.errors)").split(separator: " ")
      .compactMap { Int($0) }
    try #require(read.count == 3)
    #expect(read[0] == lines.count && read[1] == lines.count)
    #expect(read[2] * 10 >= lines.count * 8)
  }

  /// A message as lists, with its bytes as Latin-1: segments, fields, repetitions, components,
  /// subcomponents.
  private static func structure(_ message: ER7Message) -> [String: Any] {
    let segments = message.segments.map { segment -> [Any] in
      let first = Int(segment.firstField)
      let fields = (first..<(first + Int(segment.fieldCount))).map { field in
        (Int(message.fields[field])..<Int(message.fields[field + 1])).map { id in
          components(message, message.occurrences[id])
        }
      }
      return [segment.name.text] + fields
    }
    let text = segments.isEmpty ? "" : segmentText(message)
    return ["text": text, "segments": segments]
  }

  /// The segments as they stand, with CR ends: what other libraries want.
  private static func segmentText(_ message: ER7Message) -> String {
    message.segments.map { latin1(message.bytes[Int($0.start)..<Int($0.end)]) + "\r" }.joined()
  }

  private static func components(
    _ message: ER7Message, _ occurrence: ER7Message.OccurrenceEntry
  ) -> [[String]] {
    var components: [[String]] = [[]]
    var start = Int(occurrence.start)
    let first = Int(occurrence.firstMark)
    for mark in message.marks[first..<(first + Int(occurrence.markCount))] {
      let at = Int(mark >> 1)
      components[components.count - 1].append(latin1(message.bytes[start..<at]))
      if mark & 1 == 0 { components.append([]) }
      start = at + 1
    }
    components[components.count - 1].append(latin1(message.bytes[start..<Int(occurrence.end)]))
    return components
  }

  private static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
