/// One vaccination, given, refused or planned; FHIR Immunization, RXA.
public struct Immunization: Equatable, Sendable {
  /// RXA-5.
  public var code: Concept?
  /// RXA-3.
  public var start: Timestamp?
  /// RXA-4.
  public var end: Timestamp?
  /// RXA-6–7.
  public var dose: Quantity?
  /// RXA-15.
  public var lots: [String] = []
  /// RXA-16.
  public var expirations: [Timestamp] = []
  /// RXA-17.
  public var manufacturers: [Concept] = []
  /// FHIR Immunization.status.
  public var status: ImmunizationStatus?
  /// The source's own status; RXA-20, table 0322.
  public var statusCode: Concept?
  /// RXA-18.
  public var refusals: [Concept] = []
  /// RXR-1.
  public var routes: [Concept] = []
  /// RXR-2.
  public var sites: [Concept] = []
  /// RXA-10.
  public var performers: [Practitioner] = []
  /// RXA-11, RXA-27.
  public var location: Location?
  /// RXA-9.
  public var notes: [Concept] = []
  /// RXA-19.
  public var indications: [Concept] = []
  /// RXA-8.
  public var form: Concept?
  /// RXA-21, table 0206.
  public var action: Concept?
  /// RXA-22.
  public var entered: Timestamp?
  /// RXA-2.
  public var series: UInt32?
  /// ORC.
  public var orders: [Order] = []
  /// OBX after RXA.
  public var observations: [Observation] = []
  /// NTE after RXA.
  public var remarks: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
