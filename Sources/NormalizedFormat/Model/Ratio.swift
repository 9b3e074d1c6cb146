/// FHIR Ratio, SN with `:` or `/`.
public struct Ratio: Equatable, Sendable {
  /// Before the separator.
  public var numerator: Quantity?
  /// After it.
  public var denominator: Quantity?
  /// As the source wrote it; SN.3.
  public var separator: String?

  /// Makes one of these parts.
  public init(numerator: Quantity? = nil, denominator: Quantity? = nil, separator: String? = nil) {
    self.numerator = numerator
    self.denominator = denominator
    self.separator = separator
  }
}
