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

extension Concept: Record {
  package static let rule: StaticString = "concept"

  package init() { self.init(codings: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "coding", codings)
    visitor.optional(2, "text", text)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&codings)
    case 2: try decoder.optional(&text)
    default: throw decoder.unknownKey()
    }
  }
}
