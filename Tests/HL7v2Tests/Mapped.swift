import AdapterKit
import AdapterTesting
import HL7v2
import NormalizedFormat
import Testing

/// What the adapter makes of a message that a test writes down, one segment a line. The account of
/// its fields is checked each time.
enum Mapped {
  static func messages(
    _ text: String, _ settings: [String: String] = [:]
  ) throws -> [Message] {
    let adapter = try HL7v2Adapter(AdapterConfiguration(settings))
    let bytes = Array(text.split(separator: "\n").joined(separator: "\r").utf8)
    let normalization = try adapter.normalize(
      Conformance<HL7v2Adapter>.raw(bytes), context: Conformance<HL7v2Adapter>.context)
    #expect(normalization.fields.total == FieldCount.count(bytes))
    return normalization.messages
  }

  static func message(_ text: String, _ settings: [String: String] = [:]) throws -> Message {
    try #require(try messages(text, settings).first)
  }

  /// The rows of a device's or a laboratory's result.
  static func rows(_ text: String, _ settings: [String: String] = [:]) throws -> [Observation] {
    let message = try message(
      "MSH|^~\\&|M|I|||20261124120000+0100||ORU^R01^ORU_R01|1|P|2.6\nOBR|1|||X^Y^MDC\n" + text,
      settings)
    return message.content.rows
  }

  static func quantity(_ row: Observation?) -> Quantity? {
    guard case .quantity(let quantity) = row?.values.first else { return nil }
    return quantity
  }
}

extension Content {
  /// All observations of a device's or a laboratory's message.
  var rows: [Observation] {
    switch self {
    case .observations(let content): content.sets.flatMap(\.observations)
    case .report(let content): content.reports.flatMap(\.results)
    default: []
    }
  }
}
