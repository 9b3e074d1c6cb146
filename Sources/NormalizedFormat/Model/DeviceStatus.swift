/// How one device, or one part of it, is at one moment. What is absent was not said.
public struct DeviceStatus: Equatable, Sendable {
  /// Which device.
  public var device: Device?
  /// The part of it: MDS, VMD, channel, metric; OBX-4.
  public var containment: [UInt32] = []
  /// What kind of part.
  public var level: ContainmentLevel?
  /// When it was so.
  public var effective: Timestamp?
  /// FHIR DeviceMetric.operationalStatus and Device.statusReason; MDC_ATTR_VMD_STAT.
  public var operation: OperationalStatus?
  /// Whether it talks to its gateway; MDC_ATTR_MDS_STAT.
  public var connection: ConnectionState?
  /// What it runs on; MDC_ATTR_POWER_STAT.
  public var power: PowerSource?
  /// Battery charge, in %; MDC_ATTR_VAL_BATT_CHARGE.
  public var charge: Quantity?
  /// How long the battery lasts; MDC_ATTR_TIME_BATT_REMAIN.
  public var remaining: Quantity?
  /// FHIR DeviceMetric.calibration.state.
  public var calibration: CalibrationState?
  /// When it was calibrated last; FHIR DeviceMetric.calibration.time.
  public var calibrated: Timestamp?
  /// Operating modes; MDC_ATTR_MODE_OP.
  public var modes: [Concept] = []
  /// Faults that are there now.
  public var faults: [Concept] = []
  /// How far its clock can be trusted.
  public var clock: ClockQuality?
  /// How far its clock is ahead of ours, in s.
  public var clockOffset: Quantity?
  /// Where it stands.
  public var location: Location?
  /// What else it says of itself: counters, temperatures, hours of use.
  public var observations: [Observation] = []
  /// Remarks.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension DeviceStatus: Record {
  package static let rule: StaticString = "device-status"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "device", device)
    visitor.list(2, "containment", containment)
    visitor.optional(3, "level", level)
    visitor.optional(4, "effectiveDateTime", effective)
    visitor.optional(5, "operationalStatus", operation)
    visitor.optional(6, "connection", connection)
    visitor.optional(7, "power", power)
    visitor.optional(8, "charge", charge)
    visitor.optional(9, "remaining", remaining)
    visitor.optional(10, "calibrationState", calibration)
    visitor.optional(11, "calibrated", calibrated)
    visitor.list(12, "mode", modes)
    visitor.list(13, "fault", faults)
    visitor.optional(14, "clockQuality", clock)
    visitor.optional(15, "clockOffset", clockOffset)
    visitor.optional(16, "location", location)
    visitor.list(17, "observation", observations)
    visitor.list(18, "note", notes)
    visitor.list(19, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&device)
    case 2: try decoder.list(&containment)
    case 3: try decoder.optional(&level)
    case 4: try decoder.optional(&effective)
    case 5: try decoder.optional(&operation)
    case 6: try decoder.optional(&connection)
    case 7: try decoder.optional(&power)
    case 8: try decoder.optional(&charge)
    case 9: try decoder.optional(&remaining)
    case 10: try decoder.optional(&calibration)
    case 11: try decoder.optional(&calibrated)
    case 12: try decoder.list(&modes)
    case 13: try decoder.list(&faults)
    case 14: try decoder.optional(&clock)
    case 15: try decoder.optional(&clockOffset)
    case 16: try decoder.optional(&location)
    case 17: try decoder.list(&observations)
    case 18: try decoder.list(&notes)
    case 19: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
