/// A service, a person, a place or a thing that an appointment needs; FHIR Appointment.participant,
/// AIS, AIG, AIL, AIP.
public struct AppointmentParticipant: Equatable, Sendable {
  /// Which of the four.
  public var kind: ParticipantKind?
  /// AIS-2, table 0206.
  public var action: Concept?
  /// AIS-3, AIG-3, AIP-4.
  public var code: Concept?
  /// AIG-4, AIL-4, AIP-4.
  public var types: [Concept] = []
  /// AIP-3.
  public var practitioners: [Practitioner] = []
  /// AIL-3.
  public var location: Location?
  /// AIS-4, AIG-8, AIL-6, AIP-6.
  public var start: Timestamp?
  /// AIS-5–6.
  public var startOffset: Quantity?
  /// AIS-7–8.
  public var duration: Quantity?
  /// AIS-9, table 0279.
  public var substitution: Concept?
  /// AIS-10.
  public var status: Concept?
  /// AIG-6–7.
  public var quantity: Quantity?
  /// Which resource group it is in; RGS-1.
  public var group: String?
  /// NTE after it.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension AppointmentParticipant: Record {
  package static let rule: StaticString = "appointment-participant"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "kind", kind)
    visitor.optional(2, "action", action)
    visitor.optional(3, "type", code)
    visitor.list(4, "role", types)
    visitor.list(5, "actor", practitioners)
    visitor.optional(6, "location", location)
    visitor.optional(7, "start", start)
    visitor.optional(8, "startOffset", startOffset)
    visitor.optional(9, "duration", duration)
    visitor.optional(10, "substitution", substitution)
    visitor.optional(11, "status", status)
    visitor.optional(12, "quantity", quantity)
    visitor.optional(13, "group", group)
    visitor.list(14, "note", notes)
    visitor.list(15, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&kind)
    case 2: try decoder.optional(&action)
    case 3: try decoder.optional(&code)
    case 4: try decoder.list(&types)
    case 5: try decoder.list(&practitioners)
    case 6: try decoder.optional(&location)
    case 7: try decoder.optional(&start)
    case 8: try decoder.optional(&startOffset)
    case 9: try decoder.optional(&duration)
    case 10: try decoder.optional(&substitution)
    case 11: try decoder.optional(&status)
    case 12: try decoder.optional(&quantity)
    case 13: try decoder.optional(&group)
    case 14: try decoder.list(&notes)
    case 15: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
