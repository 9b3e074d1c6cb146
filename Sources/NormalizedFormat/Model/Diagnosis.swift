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

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
