@testable import NormalizedFormat

/// The messages that the README shows.
enum Examples {
  static var all: [Message] { [measurement, alert, quarantine, piece] }

  /// One oxygen saturation from a bedside monitor.
  static var measurement: Message {
    var source = MessageSource(standard: "HL7v2")
    source.version = "2.6"
    source.type = "ORU^R01^ORU_R01"
    source.controlID = "4711"
    var provenance = Provenance(
      adapter: AdapterIdentity(name: "hl7v2", version: "1.0.0"), source: source)
    provenance.received = Timestamp(
      milliseconds: 1_789_207_205_040, precision: .millisecond, zone: .stated(0))
    provenance.raw = RawDigest(sha256: (0..<32).map { UInt8($0) }, count: 612)
    var set = ObservationSet()
    set.observations = [saturation]
    var message = Message(
      provenance: provenance, content: .observations(Observations(sets: [set])))
    message.loss = LossLedger(
      mapped: 14, dropped: [DroppedField(path: "OBX-1", rule: "set-id", count: 1)],
      unknown: [UnknownField(path: "OBX-18.2", value: "B40_GE")])
    return message
  }

  private static var saturation: Observation {
    var observation = Observation(
      code: Concept(codings: [
        Coding(system: .mdc, code: "150456", display: "MDC_PULS_OXIM_SAT_O2")
      ]))
    observation.values = [
      .quantity(Quantity(value: DecimalNumber(970, exponent: -1), unit: UnitOfMeasure(ucum: "%")))
    ]
    observation.status = .final
    observation.containment = [1, 3, 1, 150_456]
    observation.level = .metric
    observation.alarmLimits = AlarmLimits(
      low: Quantity(value: DecimalNumber(90)), high: Quantity(value: DecimalNumber(100)))
    // 12:00:05 by the device's own clock; that it stands in Paris is configuration.
    observation.effective = Timestamp(
      milliseconds: 1_789_207_205_000, precision: .second, zone: .assumed(120), clock: .free)
    return observation
  }

  /// A pulse rate over its limit.
  static var alert: Message {
    var source = MessageSource(standard: "HL7v2")
    source.type = "ORU^R40^ORU_R40"
    source.controlID = "4712"
    var identifier = Identifier()
    identifier.value = "A-17"
    identifier.assigner = Authority(namespace: "PATIENT_MONITOR")
    var pulse = Observation(
      code: Concept(codings: [
        Coding(system: .mdc, code: "149530", display: "MDC_PULS_OXIM_PULS_RATE")
      ]))
    pulse.values = [
      .quantity(Quantity(value: DecimalNumber(160), unit: UnitOfMeasure(ucum: "/min")))
    ]
    pulse.alarmLimits = AlarmLimits(
      low: Quantity(value: DecimalNumber(50)), high: Quantity(value: DecimalNumber(120)))
    var alert = Alert()
    alert.identifiers = [identifier]
    alert.code = Concept(codings: [Coding(system: .mdc, code: "196648", display: "MDC_EVT_HI")])
    alert.phase = .start
    alert.state = .active
    alert.inactivations = [.enabled]
    alert.priority = .medium
    alert.kind = .physiological
    alert.text = "PULSE HIGH"
    alert.source = pulse
    alert.containment = [1, 1, 1, 149_530]
    alert.occurred = Timestamp(
      milliseconds: 1_789_207_205_000, precision: .second, zone: .stated(120))
    return Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: "hl7v2", version: "1.0.0"), source: source),
      content: .alert(Alerts(alerts: [alert])))
  }

  /// A message that no adapter could read.
  static var quarantine: Message {
    var provenance = Provenance(
      adapter: AdapterIdentity(name: "hl7v2", version: "1.0.0"),
      source: MessageSource(standard: "HL7v2"))
    provenance.received = Timestamp(
      milliseconds: 1_789_207_205_040, precision: .millisecond, zone: .stated(0))
    var content = Quarantine(reason: 1_001, raw: Array("MSH?".utf8))
    content.offset = 3
    content.mediaType = "x-application/hl7-v2+er7"
    return Message(provenance: provenance, content: .quarantine(content))
  }

  /// The last four bytes of something that is larger than a message may be.
  static var piece: Message {
    var message = quarantine
    let sha256 = (0..<32).map { UInt8($0) }
    message.provenance.raw = RawDigest(sha256: sha256, count: 491_524)
    var content = Quarantine(reason: 1_013, raw: Array("F|1\r".utf8))
    content.mediaType = "x-application/hl7-v2+er7"
    content.part = QuarantinePart(index: 1, count: 2, sha256: sha256, bytes: 491_524)
    message.content = .quarantine(content)
    return message
  }
}
