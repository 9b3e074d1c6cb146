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

extension Order: Record {
  package static let rule: StaticString = "order"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "control", control)
    visitor.list(2, "placerIdentifier", placerIdentifiers)
    visitor.list(3, "fillerIdentifier", fillerIdentifiers)
    visitor.list(4, "groupIdentifier", groupIdentifiers)
    visitor.optional(5, "status", status)
    visitor.optional(6, "statusCode", statusCode)
    visitor.list(7, "timing", timings)
    visitor.list(8, "basedOn", parentIdentifiers)
    visitor.optional(9, "authoredOn", time)
    visitor.list(10, "enterer", enterers)
    visitor.list(11, "verifier", verifiers)
    visitor.list(12, "requester", requesters)
    visitor.optional(13, "entererLocation", entererLocation)
    visitor.list(14, "callback", telecoms)
    visitor.optional(15, "effective", effective)
    visitor.optional(16, "controlReason", reason)
    visitor.optional(17, "enteringOrganization", enteringOrganization)
    visitor.optional(18, "enteringDevice", enteringDevice)
    visitor.list(19, "actionBy", actors)
    visitor.list(20, "orderingFacility", facilities)
    visitor.list(21, "item", items)
    visitor.list(22, "note", notes)
    visitor.list(23, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&control)
    case 2: try decoder.list(&placerIdentifiers)
    case 3: try decoder.list(&fillerIdentifiers)
    case 4: try decoder.list(&groupIdentifiers)
    case 5: try decoder.optional(&status)
    case 6: try decoder.optional(&statusCode)
    case 7: try decoder.list(&timings)
    case 8: try decoder.list(&parentIdentifiers)
    case 9: try decoder.optional(&time)
    case 10: try decoder.list(&enterers)
    case 11: try decoder.list(&verifiers)
    case 12: try decoder.list(&requesters)
    case 13: try decoder.optional(&entererLocation)
    case 14: try decoder.list(&telecoms)
    case 15: try decoder.optional(&effective)
    case 16: try decoder.optional(&reason)
    case 17: try decoder.optional(&enteringOrganization)
    case 18: try decoder.optional(&enteringDevice)
    case 19: try decoder.list(&actors)
    case 20: try decoder.list(&facilities)
    case 21: try decoder.list(&items)
    case 22: try decoder.list(&notes)
    case 23: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
