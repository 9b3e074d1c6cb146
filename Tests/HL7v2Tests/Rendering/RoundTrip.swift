import AdapterKit
import AdapterTesting
import Foundation
import HL7v2
import NormalizedFormat

/// HL7 v2 → model → HL7 v2 → model: what the second model must be.
struct RoundTrip {
  let adapter: HL7v2Adapter

  init(_ settings: [String: String] = [:]) throws {
    adapter = try HL7v2Adapter(AdapterConfiguration(settings))
  }

  func messages(_ bytes: [UInt8]) throws(AdapterError) -> [Message] {
    try adapter.normalize(
      Conformance<HL7v2Adapter>.raw(bytes), context: Conformance<HL7v2Adapter>.context
    ).messages
  }

  func rendered(_ message: Message) throws(AdapterError) -> [UInt8] {
    try adapter.render(message, context: EgressContext())
  }

  /// What does not hold of one message; nil where all does.
  func difference(_ message: Message) -> String? {
    do throws(AdapterError) {
      let raw = try rendered(message)
      let again = try messages(raw)
      guard again.count == 1 else { return "\(again.count) messages" }
      if let wrong = Self.account(of: again[0], raw) { return wrong }
      let (before, after) = (Self.text(message), Self.text(again[0]))
      return before == after ? nil : Self.difference(before, after)
    } catch {
      return "\(error)"
    }
  }

  /// A rendering has the account of every message, and nothing in it that nobody understands.
  private static func account(of message: Message, _ raw: [UInt8]) -> String? {
    guard let loss = message.loss else { return "no account" }
    guard loss.unknown.isEmpty else { return "something unknown" }
    let total = loss.mapped + loss.dropped.reduce(0) { $0 + $1.count }
    guard total == FieldCount.count(raw) else { return "fields without account" }
    let rules = Set(loss.dropped.map(\.rule))
    return rules.isSubset(of: ["set-id", "syntax", "facet"]) ? nil : "dropped by \(rules)"
  }

  private static func difference(_ left: String, _ right: String) -> String {
    let before = left.split(separator: "\n", omittingEmptySubsequences: false)
    let after = right.split(separator: "\n", omittingEmptySubsequences: false)
    let at = zip(before, after).prefix { $0 == $1 }.count
    let near = { (lines: [Substring]) in
      lines[max(0, min(at, lines.count) - 3)..<min(at + 5, lines.count)].joined(separator: "\n")
    }
    return "line \(at):\n\(near(before))\n--- became\n\(near(after))"
  }

  /// A message as it is compared: without what a rendering does not give back, and details by their
  /// segments.
  private static func text(_ message: Message) -> String {
    let json = Data(masked(message).json().utf8)
    guard let tree = try? JSONSerialization.jsonObject(with: json),
      let sorted = try? JSONSerialization.data(
        withJSONObject: ordered(tree), options: [.prettyPrinted, .sortedKeys])
    else { return "" }
    return String(decoding: sorted, as: UTF8.self)
  }

  /// Details in the order of their segments' names: of two segments the standard says which comes
  /// first.
  private static func ordered(_ value: Any) -> Any {
    if let list = value as? [Any] {
      let items = list.map(ordered)
      let names = items.map { (($0 as? [String: Any])?["name"] as? String) ?? "" }
      guard !names.isEmpty, names.allSatisfy({ $0.contains("-") }) else { return items }
      let segments = names.map { $0.prefix { $0 != "-" } }
      return items.indices.sorted { (segments[$0], $0) < (segments[$1], $1) }.map { items[$0] }
    }
    guard let record = value as? [String: Any] else { return value }
    return record.mapValues(ordered)
  }

  /// A message without what a rendering does not give back, by the list of the README.
  static func masked(_ message: Message) -> Message {
    var message = message
    message.provenance.raw = nil
    message.provenance.received = nil
    message.loss = nil
    message.cleared.sort()
    message.provenance.source.characterSet = nil
    message.provenance.source.characterSetAssumed = false
    message.provenance.source.version = message.provenance.source.version ?? "2.5.1"
    message.provenance.source.details.removeAll { detail in
      detail.name == "kept-escapes" || detail.name.hasPrefix("MSH-18") || detail.name.hasPrefix("Z")
        || detail.name.hasPrefix("???")
    }
    return message
  }
}
