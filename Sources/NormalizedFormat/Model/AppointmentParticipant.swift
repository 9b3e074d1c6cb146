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
