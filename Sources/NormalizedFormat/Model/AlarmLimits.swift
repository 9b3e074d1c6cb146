/// Limits set on the device, never a reference range; MDC_ATTR_LIMIT_CURR, OBX-7 under PCD-01.
public struct AlarmLimits: Equatable, Sendable {
  /// Alarm below this.
  public var low: Quantity?
  /// Alarm above this.
  public var high: Quantity?
  /// As the source wrote it.
  public var text: String?

  /// Makes one of these parts.
  public init(low: Quantity? = nil, high: Quantity? = nil, text: String? = nil) {
    self.low = low
    self.high = high
    self.text = text
  }
}

extension AlarmLimits: Record {
  package static let rule: StaticString = "alarm-limits"

  package init() { self.init(low: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "low", low)
    visitor.optional(2, "high", high)
    visitor.optional(3, "text", text)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&low)
    case 2: try decoder.optional(&high)
    case 3: try decoder.optional(&text)
    default: throw decoder.unknownKey()
    }
  }
}
