/// FHIR Condition, Encounter.diagnosis, DG1.
public struct Diagnosis: Equatable, Sendable {
  /// DG1-20.
  public var identifiers: [Identifier] = []
  /// DG1-3.
  public var code: Concept?
  /// DG1-4.
  public var description: String?
  /// DG1-5.
  public var time: Timestamp?
  /// Admitting, working, final; DG1-6, table 0052.
  public var type: Concept?
  /// DG1-15.
  public var priority: UInt32?
  /// DG1-16.
  public var clinicians: [Practitioner] = []
  /// DG1-19.
  public var attested: Timestamp?
  /// DG1-17.
  public var classification: Concept?
  /// What else the source said.
  public var details: [NamedField] = []
  /// What becomes of it with this message: added, changed, or withdrawn (D); DG1-21, table 0206.
  public var action: Concept?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Diagnosis: Record {
  package static let rule: StaticString = "diagnosis"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "code", code)
    visitor.optional(3, "description", description)
    visitor.optional(4, "time", time)
    visitor.optional(5, "type", type)
    visitor.optional(6, "rank", priority)
    visitor.list(7, "asserter", clinicians)
    visitor.optional(8, "attested", attested)
    visitor.optional(9, "classification", classification)
    visitor.list(10, "detail", details)
    visitor.optional(11, "action", action)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&code)
    case 3: try decoder.optional(&description)
    case 4: try decoder.optional(&time)
    case 5: try decoder.optional(&type)
    case 6: try decoder.optional(&priority)
    case 7: try decoder.list(&clinicians)
    case 8: try decoder.optional(&attested)
    case 9: try decoder.optional(&classification)
    case 10: try decoder.list(&details)
    case 11: try decoder.optional(&action)
    default: throw decoder.unknownKey()
    }
  }
}
