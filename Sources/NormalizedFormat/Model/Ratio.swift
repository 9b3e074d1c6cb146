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

extension Ratio: Record {
  package static let rule: StaticString = "ratio"

  package init() { self.init(numerator: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "numerator", numerator)
    visitor.optional(2, "denominator", denominator)
    visitor.optional(3, "separator", separator)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&numerator)
    case 2: try decoder.optional(&denominator)
    case 3: try decoder.optional(&separator)
    default: throw decoder.unknownKey()
    }
  }
}
