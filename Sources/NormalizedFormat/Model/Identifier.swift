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
