/// FHIR Specimen, SPM, OBR-15.
public struct Specimen: Equatable, Sendable {
  /// SPM-2, SPM-30–31.
  public var identifiers: [Identifier] = []
  /// SPM-4, OBR-15.1.
  public var type: Concept?
  /// SPM-6, OBR-15.2.
  public var additives: [Concept] = []
  /// SPM-7.
  public var method: Concept?
  /// SPM-8, OBR-15.4.
  public var bodySite: Concept?
  /// SPM-11.
  public var role: Concept?
  /// SPM-12, OBR-9.
  public var volume: Quantity?
  /// SPM-14, OBR-15.3.
  public var text: String?
  /// SPM-17, OBR-7.
  public var collected: Timestamp?
  /// SPM-17, OBR-7–8.
  public var collectedPeriod: Period?
  /// SPM-18, OBR-14.
  public var received: Timestamp?
  /// SPM-24.
  public var conditions: [Concept] = []
  /// SPM-21.
  public var rejectReasons: [Concept] = []
  /// OBR-10.
  public var collectors: [Practitioner] = []
  /// FHIR Specimen.note.
  public var notes: [Note] = []
  /// OBX after SPM.
  public var observations: [Observation] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
