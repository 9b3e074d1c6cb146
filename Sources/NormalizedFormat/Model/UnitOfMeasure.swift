/// A unit of measure, in UCUM where it is known.
public struct UnitOfMeasure: Equatable, Sendable {
  /// UCUM, case-sensitive; FHIR Quantity.code.
  public var ucum: String?
  /// As the source coded it, MDC mostly; OBX-6.
  public var codings: [Coding] = []
  /// As the source wrote it, where that is not the UCUM code; FHIR Quantity.unit.
  public var text: String?
  /// True: the source's spelling is not known and was not guessed at.
  public var flagged: Bool = false

  /// Makes one of these parts.
  public init(
    ucum: String? = nil, codings: [Coding] = [], text: String? = nil, flagged: Bool = false
  ) {
    self.ucum = ucum
    self.codings = codings
    self.text = text
    self.flagged = flagged
  }
}

extension UnitOfMeasure: Record {
  package static let rule: StaticString = "unit"

  package init() { self.init(ucum: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "code", ucum)
    visitor.list(2, "coding", codings)
    visitor.optional(3, "unit", text)
    visitor.flag(4, "flagged", flagged)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&ucum)
    case 2: try decoder.list(&codings)
    case 3: try decoder.optional(&text)
    case 4: try decoder.flag(&flagged)
    default: throw decoder.unknownKey()
    }
  }
}
