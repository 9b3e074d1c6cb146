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
