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
