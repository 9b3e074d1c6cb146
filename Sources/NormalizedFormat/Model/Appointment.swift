/// Content kind 5: an appointment; FHIR Appointment, SIU, SCH.
public struct Appointment: Equatable, Sendable {
  /// SCH-1.
  public var placerIdentifiers: [Identifier] = []
  /// SCH-2.
  public var fillerIdentifiers: [Identifier] = []
  /// SCH-4.
  public var groupIdentifiers: [Identifier] = []
  /// SCH-3.
  public var occurrence: UInt32?
  /// The source's own event, S12 to S26; MSH-9.2.
  public var trigger: String?
  /// FHIR Appointment.status.
  public var status: AppointmentStatus?
  /// The source's own status; SCH-25, table 0278.
  public var statusCode: Concept?
  /// SCH-5.
  public var schedule: Concept?
  /// SCH-6.
  public var eventReason: Concept?
  /// SCH-7.
  public var reason: Concept?
  /// SCH-8.
  public var type: Concept?
  /// SCH-9–10.
  public var duration: Quantity?
  /// SCH-11.4, TQ1-7.
  public var start: Timestamp?
  /// SCH-11.5, TQ1-8.
  public var end: Timestamp?
  /// SCH-11, TQ1.
  public var timings: [Timing] = []
  /// SCH-12–15.
  public var placerContacts: [Contact] = []
  /// SCH-16–19.
  public var fillerContacts: [Contact] = []
  /// SCH-20.
  public var enterers: [Practitioner] = []
  /// SCH-23–24.
  public var parentIdentifiers: [Identifier] = []
  /// SCH-26–27.
  public var orderIdentifiers: [Identifier] = []
  /// RGS and its AIS, AIG, AIL, AIP.
  public var participants: [AppointmentParticipant] = []
  /// NTE after SCH.
  public var notes: [Note] = []
  /// OBX of the SIU.
  public var observations: [Observation] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Appointment: Record {
  package static let rule: StaticString = "appointment"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "placerIdentifier", placerIdentifiers)
    visitor.list(2, "fillerIdentifier", fillerIdentifiers)
    visitor.list(3, "groupIdentifier", groupIdentifiers)
    visitor.optional(4, "occurrence", occurrence)
    visitor.optional(5, "trigger", trigger)
    visitor.optional(6, "status", status)
    visitor.optional(7, "statusCode", statusCode)
    visitor.optional(8, "schedule", schedule)
    visitor.optional(9, "eventReason", eventReason)
    visitor.optional(10, "reasonCode", reason)
    visitor.optional(11, "appointmentType", type)
    visitor.optional(12, "duration", duration)
    visitor.optional(13, "start", start)
    visitor.optional(14, "end", end)
    visitor.list(15, "timing", timings)
    visitor.list(16, "placerContact", placerContacts)
    visitor.list(17, "fillerContact", fillerContacts)
    visitor.list(18, "enterer", enterers)
    visitor.list(19, "parentIdentifier", parentIdentifiers)
    visitor.list(20, "basedOn", orderIdentifiers)
    visitor.list(21, "participant", participants)
    visitor.list(22, "note", notes)
    visitor.list(23, "observation", observations)
    visitor.list(24, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&placerIdentifiers)
    case 2: try decoder.list(&fillerIdentifiers)
    case 3: try decoder.list(&groupIdentifiers)
    case 4: try decoder.optional(&occurrence)
    case 5: try decoder.optional(&trigger)
    case 6: try decoder.optional(&status)
    case 7: try decoder.optional(&statusCode)
    case 8: try decoder.optional(&schedule)
    case 9: try decoder.optional(&eventReason)
    case 10: try decoder.optional(&reason)
    case 11: try decoder.optional(&type)
    case 12: try decoder.optional(&duration)
    case 13: try decoder.optional(&start)
    case 14: try decoder.optional(&end)
    case 15: try decoder.list(&timings)
    case 16: try decoder.list(&placerContacts)
    case 17: try decoder.list(&fillerContacts)
    case 18: try decoder.list(&enterers)
    case 19: try decoder.list(&parentIdentifiers)
    case 20: try decoder.list(&orderIdentifiers)
    case 21: try decoder.list(&participants)
    case 22: try decoder.list(&notes)
    case 23: try decoder.list(&observations)
    case 24: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
