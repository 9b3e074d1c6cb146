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

extension Admission: Record {
  package static let rule: StaticString = "admission"
  package static let required: KeySet = [1]

  package init() { self.init(event: .other) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "event", event)
    visitor.optional(2, "trigger", trigger)
    visitor.optional(3, "recorded", recorded)
    visitor.optional(4, "occurred", occurred)
    visitor.optional(5, "planned", planned)
    visitor.optional(6, "reason", reason)
    visitor.list(7, "operator", operators)
    visitor.optional(8, "facility", facility)
    visitor.list(9, "mergedFrom", mergedFrom)
    visitor.list(10, "observation", observations)
    visitor.list(11, "note", notes)
    visitor.list(12, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&event)
    case 2: try decoder.optional(&trigger)
    case 3: try decoder.optional(&recorded)
    case 4: try decoder.optional(&occurred)
    case 5: try decoder.optional(&planned)
    case 6: try decoder.optional(&reason)
    case 7: try decoder.list(&operators)
    case 8: try decoder.optional(&facility)
    case 9: try decoder.list(&mergedFrom)
    case 10: try decoder.list(&observations)
    case 11: try decoder.list(&notes)
    case 12: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
