/// What is said of one alert at one moment: it started, goes on, changed, ended. It is never merged
/// with what was said before; the alert itself is known by its identifier.
public struct Alert: Equatable, Sendable {
  /// The instance: the same from its begin to its end, and of no other alert; OBR-3.
  public var identifiers: [Identifier] = []
  /// The alert that it belongs to; OBR-29.
  public var partOf: [Identifier] = []
  /// What happened, such as MDC_EVT_HI; OBX-5 of facet 1, or its OBX-3.
  public var code: Concept?
  /// MDC_ATTR_EVENT_PHASE, facet 3.
  public var phase: AlertPhase?
  /// MDC_ATTR_ALARM_STATE, facet 4.
  public var state: AlertState?
  /// How it was silenced; MDC_ATTR_ALARM_INACTIVATION_STATE, facet 5.
  public var inactivations: [AlertInactivation] = []
  /// MDC_ATTR_ALARM_PRIORITY, facet 6, or OBX-8 of facet 1.
  public var priority: AlertPriority?
  /// MDC_ATTR_ALERT_TYPE, facet 7, or OBX-8 of facet 1.
  public var kind: AlertKind?
  /// What the device shows; facet 8, or the text in OBX-5 of facet 1.
  public var text: String?
  /// High, low, abnormal; the rest of OBX-8 of facet 1.
  public var interpretations: [Concept] = []
  /// The measurement that it is about, with the limits set on the device; facet 2.
  public var source: Observation?
  /// MDS, VMD, channel and metric that it arose in; OBX-4 without the facet.
  public var containment: [UInt32] = []
  /// When this happened to it; OBX-14 of facet 1, or OBR-7.
  public var occurred: Timestamp?
  /// Its begin and end; OBR-7–8.
  public var period: Period?
  /// What called; OBX-18.
  public var devices: [Device] = []
  /// What else was measured then: further rows, waveforms.
  public var evidence: [Observation] = []
  /// Who answered it; OBX-16 of facet 5.
  public var acknowledgedBy: [Practitioner] = []
  /// NTE.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Alert: Record {
  package static let rule: StaticString = "alert"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.list(2, "partOf", partOf)
    visitor.optional(3, "code", code)
    visitor.optional(4, "phase", phase)
    visitor.optional(5, "state", state)
    visitor.list(6, "inactivation", inactivations)
    visitor.optional(7, "priority", priority)
    visitor.optional(8, "kind", kind)
    visitor.optional(9, "text", text)
    visitor.list(10, "interpretation", interpretations)
    visitor.optional(11, "source", source)
    visitor.list(12, "containment", containment)
    visitor.optional(13, "occurred", occurred)
    visitor.optional(14, "period", period)
    visitor.list(15, "device", devices)
    visitor.list(16, "evidence", evidence)
    visitor.list(17, "acknowledgedBy", acknowledgedBy)
    visitor.list(18, "note", notes)
    visitor.list(19, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.list(&partOf)
    case 3: try decoder.optional(&code)
    case 4: try decoder.optional(&phase)
    case 5: try decoder.optional(&state)
    case 6: try decoder.list(&inactivations)
    case 7: try decoder.optional(&priority)
    case 8: try decoder.optional(&kind)
    case 9: try decoder.optional(&text)
    case 10: try decoder.list(&interpretations)
    case 11: try decoder.optional(&source)
    case 12: try decoder.list(&containment)
    case 13: try decoder.optional(&occurred)
    case 14: try decoder.optional(&period)
    case 15: try decoder.list(&devices)
    case 16: try decoder.list(&evidence)
    case 17: try decoder.list(&acknowledgedBy)
    case 18: try decoder.list(&notes)
    case 19: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
