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
