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
