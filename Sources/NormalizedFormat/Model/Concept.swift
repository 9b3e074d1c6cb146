/// What was meant: codes that say the same, and text; FHIR CodeableConcept, CWE.
public struct Concept: Equatable, Sendable {
  /// One code a terminology; the source's own first.
  public var codings: [Coding] = []
  /// As the source wrote it; CWE.9, or CWE.2 where there is no code.
  public var text: String?

  /// Makes one of these parts.
  public init(codings: [Coding] = [], text: String? = nil) {
    self.codings = codings
    self.text = text
  }
}
