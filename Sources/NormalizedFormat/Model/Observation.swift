/// One measurement, result, setting or container row; FHIR Observation, OBX.
public struct Observation: Equatable, Sendable {
  /// What was observed; OBX-3.
  public var code: Concept
  /// What was found; several where OBX-5 repeats.
  public var values: [Value] = []
  /// FHIR Observation.status.
  public var status: ObservationStatus?
  /// MDS, VMD, channel, metric, facet, sub-facet; OBX-4 in dots. Unique in a message, no key across
  /// messages.
  public var containment: [UInt32] = []
  /// What kind of row; derived from the containment.
  public var level: ContainmentLevel?
  /// OBX-4 where it is no containment.
  public var subID: String?
  /// OBX-21.
  public var identifiers: [Identifier] = []
  /// FHIR Observation.category.
  public var categories: [Concept] = []
  /// Why there is no value; FHIR Observation.dataAbsentReason.
  public var absentReason: AbsentReason?
  /// What the device says of the measurement; MeasurementValidity of IEEE 11073-10207, OBX-8.
  public var validity: [Validity] = []
  /// OBX-8, table 0078.
  public var interpretations: [Concept] = []
  /// OBX-7 outside PCD-01.
  public var referenceRanges: [ReferenceRange] = []
  /// OBX-7 under PCD-01.
  public var alarmLimits: AlarmLimits?
  /// When it held for the patient; OBX-14, else OBR-7.
  public var effective: Timestamp?
  /// Where it was an interval; OBR-7–8.
  public var effectivePeriod: Period?
  /// Analysed; OBX-19.
  public var issued: Timestamp?
  /// OBX-17.
  public var methods: [Concept] = []
  /// OBX-18.
  public var devices: [Device] = []
  /// OBX-20.
  public var bodySite: Concept?
  /// OBX-16, OBX-25.
  public var performers: [Practitioner] = []
  /// OBX-15, 23, 24.
  public var organizations: [Organization] = []
  /// NTE after OBX.
  public var notes: [Note] = []
  /// Parts without a meaning of their own; FHIR Observation.component.
  public var components: [Observation] = []
  /// The source's own status; OBX-11, table 0085.
  public var sourceStatus: String?
  /// The source's own type of the value; OBX-2, table 0125.
  public var sourceValueType: String?
  /// What else the source said: OBX-9, 10, 12, 13.
  public var details: [NamedField] = []

  /// Makes one with what it must have; the rest is set on it.
  public init(code: Concept) {
    self.code = code
  }
}

extension Observation: Record {
  package static let rule: StaticString = "observation"
  package static let required: KeySet = [1]

  package init() { self.init(code: Concept()) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "code", code)
    visitor.list(2, "value", values)
    visitor.optional(3, "status", status)
    visitor.list(4, "containment", containment)
    visitor.optional(5, "level", level)
    visitor.optional(6, "subId", subID)
    visitor.list(7, "identifier", identifiers)
    visitor.list(8, "category", categories)
    visitor.optional(9, "dataAbsentReason", absentReason)
    visitor.list(10, "validity", validity)
    visitor.list(11, "interpretation", interpretations)
    visitor.list(12, "referenceRange", referenceRanges)
    visitor.optional(13, "alarmLimits", alarmLimits)
    visitor.optional(14, "effectiveDateTime", effective)
    visitor.optional(15, "effectivePeriod", effectivePeriod)
    visitor.optional(16, "issued", issued)
    visitor.list(17, "method", methods)
    visitor.list(18, "device", devices)
    visitor.optional(19, "bodySite", bodySite)
    visitor.list(20, "performer", performers)
    visitor.list(21, "performerOrganization", organizations)
    visitor.list(22, "note", notes)
    visitor.list(23, "component", components)
    visitor.optional(24, "sourceStatus", sourceStatus)
    visitor.optional(25, "sourceValueType", sourceValueType)
    visitor.list(26, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&code)
    case 2: try decoder.list(&values)
    case 3: try decoder.optional(&status)
    case 4: try decoder.list(&containment)
    case 5: try decoder.optional(&level)
    case 6: try decoder.optional(&subID)
    case 7: try decoder.list(&identifiers)
    case 8: try decoder.list(&categories)
    case 9: try decoder.optional(&absentReason)
    case 10: try decoder.list(&validity)
    case 11: try decoder.list(&interpretations)
    case 12: try decoder.list(&referenceRanges)
    case 13: try decoder.optional(&alarmLimits)
    case 14: try decoder.optional(&effective)
    case 15: try decoder.optional(&effectivePeriod)
    case 16: try decoder.optional(&issued)
    case 17: try decoder.list(&methods)
    case 18: try decoder.list(&devices)
    case 19: try decoder.optional(&bodySite)
    case 20: try decoder.list(&performers)
    case 21: try decoder.list(&organizations)
    case 22: try decoder.list(&notes)
    case 23: try decoder.list(&components)
    case 24: try decoder.optional(&sourceStatus)
    case 25: try decoder.optional(&sourceValueType)
    case 26: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
