/// A name that somebody gave to a person, a visit, an order, a device; FHIR Identifier, CX, EI.
public struct Identifier: Equatable, Sendable {
  /// The id; CX.1, EI.1.
  public var value: String?
  /// What kind of id; CX.5, table 0203.
  public var type: Concept?
  /// URI of the name space; FHIR Identifier.system.
  public var system: String?
  /// Who assigned it; CX.4, EI.2–4.
  public var assigner: Authority?
  /// Where it was assigned; CX.6.
  public var facility: Authority?
  /// FHIR Identifier.use.
  public var use: IdentifierUse?
  /// When it was or is valid; CX.7–8.
  public var period: Period?
  /// CX.2.
  public var checkDigit: String?
  /// CX.3, table 0061.
  public var checkScheme: String?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Identifier: Record {
  package static let rule: StaticString = "identifier"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "value", value)
    visitor.optional(2, "type", type)
    visitor.optional(3, "system", system)
    visitor.optional(4, "assigner", assigner)
    visitor.optional(5, "facility", facility)
    visitor.optional(6, "use", use)
    visitor.optional(7, "period", period)
    visitor.optional(8, "checkDigit", checkDigit)
    visitor.optional(9, "checkScheme", checkScheme)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&value)
    case 2: try decoder.optional(&type)
    case 3: try decoder.optional(&system)
    case 4: try decoder.optional(&assigner)
    case 5: try decoder.optional(&facility)
    case 6: try decoder.optional(&use)
    case 7: try decoder.optional(&period)
    case 8: try decoder.optional(&checkDigit)
    case 9: try decoder.optional(&checkScheme)
    default: throw decoder.unknownKey()
    }
  }
}
