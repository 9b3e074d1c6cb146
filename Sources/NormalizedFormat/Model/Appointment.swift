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
