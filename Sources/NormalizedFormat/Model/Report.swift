/// A result: what was asked, what was found, who says so; FHIR DiagnosticReport, OBR.
public struct Report: Equatable, Sendable {
  /// Ids of the report itself.
  public var identifiers: [Identifier] = []
  /// OBR-2.
  public var placerIdentifiers: [Identifier] = []
  /// OBR-3.
  public var fillerIdentifiers: [Identifier] = []
  /// OBR-4.
  public var code: Concept?
  /// FHIR DiagnosticReport.status.
  public var status: ReportStatus?
  /// The source's own status; OBR-25, table 0123.
  public var sourceStatus: String?
  /// OBR-7.
  public var effective: Timestamp?
  /// OBR-7–8.
  public var effectivePeriod: Period?
  /// OBR-22.
  public var issued: Timestamp?
  /// OBR-24, table 0074.
  public var categories: [Concept] = []
  /// SPM, OBR-15.
  public var specimens: [Specimen] = []
  /// OBX.
  public var results: [Observation] = []
  /// NTE after OBR.
  public var notes: [Note] = []
  /// OBR-32.
  public var interpreters: [Practitioner] = []
  /// OBR-33–35, with the role.
  public var performers: [Practitioner] = []
  /// OBR-16.
  public var requesters: [Practitioner] = []
  /// OBR-28.
  public var copiesTo: [Practitioner] = []
  /// OBR-31.
  public var reasons: [Concept] = []
  /// OBR-5, OBR-27.6.
  public var priority: Concept?
  /// OBR-6.
  public var requested: Timestamp?
  /// OBR-36.
  public var scheduled: Timestamp?
  /// OBR-13.
  public var clinicalInformation: String?
  /// OBR-29.
  public var parentIdentifiers: [Identifier] = []
  /// ORC with its timing, where the result carries it.
  public var orders: [Order] = []
  /// OBR-17.
  public var telecoms: [Telecom] = []
  /// OBR-44–45.
  public var procedures: [Concept] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
