/// Content kind 3: an event of a patient or of an encounter; ADT.
public struct Admission: Equatable, Sendable {
  /// What happened.
  public var event: AdmissionEvent
  /// The source's own event; EVN-1, MSH-9.2, table 0003.
  public var trigger: String?
  /// EVN-2.
  public var recorded: Timestamp?
  /// EVN-6.
  public var occurred: Timestamp?
  /// EVN-3.
  public var planned: Timestamp?
  /// EVN-4, table 0062.
  public var reason: Concept?
  /// EVN-5.
  public var operators: [Practitioner] = []
  /// EVN-7.
  public var facility: Authority?
  /// MRG, A17, A24, A37.
  public var mergedFrom: [MergedPatient] = []
  /// OBX of the ADT.
  public var observations: [Observation] = []
  /// NTE of the ADT.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes one with what it must have; the rest is set on it.
  public init(event: AdmissionEvent) {
    self.event = event
  }
}
