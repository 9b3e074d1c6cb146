/// FHIR AllergyIntolerance, AL1, IAM.
public struct Allergy: Equatable, Sendable {
  /// IAM-7.
  public var identifiers: [Identifier] = []
  /// AL1-2, table 0127.
  public var type: Concept?
  /// Against what; AL1-3.
  public var code: Concept?
  /// AL1-4, table 0128.
  public var severity: Concept?
  /// AL1-5.
  public var reactions: [Concept] = []
  /// AL1-6, IAM-11.
  public var onset: Timestamp?
  /// IAM-17.
  public var status: Concept?
  /// IAM-6, table 0206.
  public var action: Concept?
  /// FHIR AllergyIntolerance.note.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Allergy: Record {
  package static let rule: StaticString = "allergy"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "type", type)
    visitor.optional(3, "code", code)
    visitor.optional(4, "severity", severity)
    visitor.list(5, "reaction", reactions)
    visitor.optional(6, "onset", onset)
    visitor.optional(7, "status", status)
    visitor.optional(8, "action", action)
    visitor.list(9, "note", notes)
    visitor.list(10, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&type)
    case 3: try decoder.optional(&code)
    case 4: try decoder.optional(&severity)
    case 5: try decoder.list(&reactions)
    case 6: try decoder.optional(&onset)
    case 7: try decoder.optional(&status)
    case 8: try decoder.optional(&action)
    case 9: try decoder.list(&notes)
    case 10: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
