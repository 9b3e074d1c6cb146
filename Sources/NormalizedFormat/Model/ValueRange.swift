/// From low to high; FHIR Range, NR, SN with `-`.
public struct ValueRange: Equatable, Sendable {
  /// Lower end.
  public var low: Quantity?
  /// Upper end.
  public var high: Quantity?

  /// Makes one of these parts.
  public init(low: Quantity? = nil, high: Quantity? = nil) {
    self.low = low
    self.high = high
  }
}

extension ValueRange: Record {
  package static let rule: StaticString = "range"

  package init() { self.init(low: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "low", low)
    visitor.optional(2, "high", high)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&low)
    case 2: try decoder.optional(&high)
    default: throw decoder.unknownKey()
    }
  }
}
