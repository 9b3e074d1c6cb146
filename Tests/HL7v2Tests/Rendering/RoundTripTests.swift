import AdapterKit
import AdapterTesting
import Foundation
import HL7v2
import NormalizedFormat
import Testing

@Suite struct RoundTripTests {
  let trip: RoundTrip

  init() throws { trip = try RoundTrip() }

  /// What does not hold of the messages of a frame.
  private func differences(_ frame: [UInt8], _ trip: RoundTrip) -> [String] {
    trip.adapter.split(frame).flatMap { part in
      ((try? trip.messages(part)) ?? []).compactMap(trip.difference)
    }
  }

  @Test func `every vector comes back`() throws {
    for vector in try Vector.folder(Corpus.vectors, messageExtension: "hl7") {
      #expect(differences(vector.bytes, trip) == [], "\(vector.name)")
    }
    let sentinels = try RoundTrip(Vector.settings(of: Corpus.sentinelVectors))
    for vector in try Vector.folder(Corpus.sentinelVectors, messageExtension: "hl7") {
      #expect(differences(vector.bytes, sentinels) == [], "\(vector.name)")
    }
  }

  @Test(.enabled(if: Corpus.isThere, "the corpora do not lie beside the project"))
  func `every message of the corpora comes back`() throws {
    var equal = 0
    for (at, message) in try Corpus.simhospital().enumerated() {
      let found = differences(message, trip)
      #expect(found == [], "simhospital \(at)")
      if found.isEmpty { equal += 1 }
    }
    for (name, message) in try Corpus.microsoft() {
      let found = differences(message, trip)
      #expect(found == [], "\(name)")
      if found.isEmpty { equal += 1 }
    }
    #expect(equal == 670)
  }

  /// The table of a set of frames.
  private func table(_ frames: [[UInt8]]) throws -> FieldTable {
    var table = FieldTable()
    for part in frames.flatMap(trip.adapter.split) {
      guard let source = SplitMessage(part), let messages = try? trip.messages(part) else {
        continue
      }
      let rendered = try messages.map { try #require(SplitMessage(trip.rendered($0))) }
      table.add(source, messages, rendered)
    }
    return table
  }

  @Test(.enabled(if: Corpus.isThere, "the corpora do not lie beside the project"))
  func `every mapped field of the corpora is given back`() throws {
    for (name, frames) in [
      ("simhospital", try Corpus.simhospital()), ("microsoft", try Corpus.microsoft().map(\.bytes)),
    ] {
      let table = try table(frames)
      Self.show(name, table)
      #expect(table.total.lost.count == 0)
    }
  }

  @Test func `every mapped field of the vectors is given back`() throws {
    let vectors = try Vector.folder(Corpus.vectors, messageExtension: "hl7")
    let table = try table(vectors.map(\.bytes))
    Self.show("vectors", table)
    #expect(table.total.lost.count == 0)
  }

  private static func show(_ name: String, _ table: FieldTable) {
    let total = table.total
    var text =
      "\(name): \(total.mapped) fields mapped, \(total.equal) equal, "
      + "\(total.byRule.values.reduce(0, +)) by rule \(total.byRule.sorted { $0.key < $1.key }), "
      + "\(total.lost.count) not given back\n"
    for (field, row) in table.rows.sorted(by: { $0.key < $1.key })
    where ProcessInfo.processInfo.environment["VAGUEMESTRE_SHOW_FIELDS"] != nil
      && row.equal < row.mapped
    {
      text += "  \(field): \(row.mapped) mapped, \(row.equal) equal, \(row.byRule), "
        + "lost \(row.lost.count) \(row.lost.prefix(3))\n"
    }
    FileHandle.standardError.write(Data(text.utf8))
  }
}
