/// What is ordered; FHIR ServiceRequest or MedicationRequest, OBR, RXO, ODS, RQD.
public struct OrderItem: Equatable, Sendable {
  /// OBR-4.
  public var code: Concept?
  /// OBR-44–45.
  public var procedures: [Concept] = []
  /// RXO, RXE.
  public var medications: [Medication] = []
  /// SPM, OBR-15.
  public var specimens: [Specimen] = []
  /// RQD-5, OBR-27.1.
  public var quantity: Quantity?
  /// OBR-5.
  public var priority: Concept?
  /// OBR-6, OBR-36.
  public var requested: Timestamp?
  /// OBR-7–8.
  public var requestedPeriod: Period?
  /// OBR-13.
  public var clinicalInformation: String?
  /// OBR-12.
  public var danger: Concept?
  /// OBR-11, table 0065.
  public var specimenAction: Concept?
  /// OBR-31.
  public var reasons: [Concept] = []
  /// OBR-24, table 0074.
  public var category: Concept?
  /// TQ1, OBR-27.
  public var timings: [Timing] = []
  /// OBR-16.
  public var requesters: [Practitioner] = []
  /// OBR-28.
  public var copiesTo: [Practitioner] = []
  /// OBR-17.
  public var telecoms: [Telecom] = []
  /// OBR-2–3 where they differ from the order's.
  public var identifiers: [Identifier] = []
  /// OBX under the order.
  public var observations: [Observation] = []
  /// DG1 under the order.
  public var diagnoses: [Diagnosis] = []
  /// NTE after OBR.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
