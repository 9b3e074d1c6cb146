/// A number and its unit; FHIR Quantity, CQ, SN, NM with OBX-6.
public struct Quantity: Equatable, Sendable {
  /// Exact as sent, trailing zeros kept.
  public var value: DecimalNumber?
  /// FHIR Quantity.comparator; SN.1.
  public var comparator: Comparator?
  /// OBX-6.
  public var unit: UnitOfMeasure?

  /// Makes one of these parts.
  public init(
    value: DecimalNumber? = nil, comparator: Comparator? = nil, unit: UnitOfMeasure? = nil
  ) {
    self.value = value
    self.comparator = comparator
    self.unit = unit
  }
}

extension Quantity: Record {
  package static let rule: StaticString = "quantity"

  package init() { self.init(value: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "value", value)
    visitor.optional(2, "comparator", comparator)
    visitor.optional(3, "unit", unit)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&value)
    case 2: try decoder.optional(&comparator)
    case 3: try decoder.optional(&unit)
    default: throw decoder.unknownKey()
    }
  }
}
