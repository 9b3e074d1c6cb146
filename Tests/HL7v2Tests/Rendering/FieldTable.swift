import HL7v2
import NormalizedFormat

/// What became of every mapped field of messages on the way to the model and back, by segment and
/// field.
struct FieldTable {
  struct Row {
    var mapped = 0
    var equal = 0
    /// Equal by a named rule of the README.
    var byRule: [String: Int] = [:]
    /// An example of each rule.
    var examples: [String: String] = [:]
    /// Neither, with an example each.
    var lost: [String] = []
  }

  private(set) var rows: [String: Row] = [:]

  /// How many of which field are not given back.
  var lost: [String: Int] { rows.mapValues(\.lost.count).filter { $0.value > 0 } }

  var total: Row {
    rows.values.reduce(into: Row()) { sum, row in
      sum.mapped += row.mapped
      sum.equal += row.equal
      sum.byRule.merge(row.byRule, uniquingKeysWith: +)
      sum.lost += row.lost
    }
  }

  /// The rows of an alert are written in the newer of two styles; that they say the same is tested
  /// by the message.
  private static func alert(
    _ source: SplitMessage.Occurrence, _ messages: [Message]
  ) -> (name: String, found: String)? {
    let isAlert = messages.contains { if case .alert = $0.content { true } else { false } }
    return isAlert && ["OBX-3", "OBX-5", "OBX-8"].contains(source.name) ? ("alert", "") : nil
  }

  /// Adds the fields of a message which its messages account for as mapped.
  mutating func add(_ source: SplitMessage, _ messages: [Message], _ rendered: [SplitMessage]) {
    var dropped: [String: Int] = [:]
    for drop in messages.compactMap(\.loss).flatMap(\.dropped) {
      dropped[drop.path, default: 0] += Int(drop.count)
    }
    var pool = Pool(rendered.flatMap(\.occurrences))
    var rest: [SplitMessage.Occurrence] = []
    let mapped = source.occurrences.filter { !$0.isUnknown }
    for occurrence in mapped {
      if occurrence.isNumber, dropped[occurrence.name, default: 0] > 0 {
        dropped[occurrence.name, default: 0] -= 1
        continue
      }
      rows[occurrence.name, default: Row()].mapped += 1
      if pool.takeEqual(occurrence) {
        rows[occurrence.name, default: Row()].equal += 1
      } else {
        rest.append(occurrence)
      }
    }
    for occurrence in rest {
      if let rule = pool.take(occurrence) ?? Self.alert(occurrence, messages) {
        rows[occurrence.name, default: Row()].byRule[rule.name, default: 0] += 1
        rows[occurrence.name, default: Row()].examples[rule.name] =
          "\(occurrence.text) -> \(rule.found)"
      } else if dropped[occurrence.name, default: 0] > 0 {
        dropped[occurrence.name, default: 0] -= 1
        rows[occurrence.name, default: Row()].mapped -= 1
      } else {
        rows[occurrence.name, default: Row()].lost.append(occurrence.text)
      }
    }
  }
}

extension SplitMessage.Occurrence {
  /// What is in the ledger as unknown or in no message.
  fileprivate var isUnknown: Bool {
    let first = segment.utf8.first ?? 0
    return first == UInt8(ascii: "Z") || !(65...90).contains(first)
      || ["FHS", "BHS", "BTS", "FTS"].contains(segment) || (segment == "MSH" && ordinal > 1)
  }

  /// A number of a segment, or a field that told the port how to answer.
  fileprivate var isNumber: Bool {
    field == 1 || (segment == "MSH" && (field == 15 || field == 16))
  }
}

/// The fields of renderings that no field of the source was found in yet.
private struct Pool {
  private var byName: [String: [SplitMessage.Occurrence]] = [:]
  private let all: [String: [SplitMessage.Occurrence]]

  init(_ occurrences: [SplitMessage.Occurrence]) {
    for occurrence in occurrences { byName[occurrence.name, default: []].append(occurrence) }
    all = byName
  }

  /// The same leaves in the same field; of several segments of the name first in the same one.
  mutating func takeEqual(_ source: SplitMessage.Occurrence) -> Bool {
    let candidates = byName[source.name] ?? []
    let at =
      candidates.firstIndex { $0.ordinal == source.ordinal && $0.leaves == source.leaves }
      ?? candidates.firstIndex { $0.leaves == source.leaves }
    guard let at else { return false }
    // Of what stands in several messages each has its own.
    byName[source.name]?.remove(at: at)
    return true
  }

  /// The rule by which some field says the same, and what that says.
  mutating func take(_ source: SplitMessage.Occurrence) -> (name: String, found: String)? {
    if source.name == "MSH-18" { return ("charset", "UNICODE UTF-8") }
    for name in [source.name] + Equivalence.successors(of: source) {
      for (at, candidate) in (byName[name] ?? []).enumerated() {
        guard let rule = Equivalence.rule(source, candidate) else { continue }
        byName[name]?.remove(at: at)
        return (name == source.name ? rule : "moved", candidate.name + "=" + candidate.text)
      }
    }
    for name in Equivalence.repeated[source.name] ?? [] {
      for candidate in all[name] ?? [] where Equivalence.isIn(source.leaves, candidate.leaves) {
        return ("twice", candidate.name + "=" + candidate.text)
      }
    }
    guard Equivalence.timings.contains(source.name) else { return nil }
    let parts = all.filter { $0.key.hasPrefix("TQ1-") }.values.flatMap { $0 }.flatMap(\.leaves)
    return Equivalence.isIn(source.leaves, parts) ? ("timing", "") : nil
  }
}
