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
