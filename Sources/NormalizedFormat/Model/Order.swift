/// One order and what was done about it; FHIR ServiceRequest, ORC.
public struct Order: Equatable, Sendable {
  /// What is to be done or was done; ORC-1, table 0119.
  public var control: Concept?
  /// ORC-2, OBR-2.
  public var placerIdentifiers: [Identifier] = []
  /// ORC-3, OBR-3.
  public var fillerIdentifiers: [Identifier] = []
  /// ORC-4.
  public var groupIdentifiers: [Identifier] = []
  /// FHIR ServiceRequest.status.
  public var status: OrderStatus?
  /// The source's own status; ORC-5, table 0038.
  public var statusCode: Concept?
  /// TQ1, ORC-7.
  public var timings: [Timing] = []
  /// ORC-8.
  public var parentIdentifiers: [Identifier] = []
  /// ORC-9.
  public var time: Timestamp?
  /// ORC-10.
  public var enterers: [Practitioner] = []
  /// ORC-11.
  public var verifiers: [Practitioner] = []
  /// ORC-12.
  public var requesters: [Practitioner] = []
  /// ORC-13.
  public var entererLocation: Location?
  /// ORC-14.
  public var telecoms: [Telecom] = []
  /// ORC-15.
  public var effective: Timestamp?
  /// ORC-16.
  public var reason: Concept?
  /// ORC-17.
  public var enteringOrganization: Concept?
  /// ORC-18.
  public var enteringDevice: Concept?
  /// ORC-19.
  public var actors: [Practitioner] = []
  /// ORC-21–24.
  public var facilities: [Organization] = []
  /// OBR, RXO, RXE, ODS, …
  public var items: [OrderItem] = []
  /// NTE after ORC.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
