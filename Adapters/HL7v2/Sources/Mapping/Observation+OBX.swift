import NormalizedFormat
import Terminology

extension Observation {
  /// OBX outside device data: a result.
  init(_ segment: Segment) {
    self.init(code: segment.concept(3) ?? Concept())
    segment.drop(1, .setID)
    sourceValueType = segment.text(2)
    subID = segment.wholeText(4)
    let unit = segment.first(6).flatMap { segment.source.unit($0) }
    let isUsed = readValues(segment, unit: unit)
    referenceRanges = segment.all(7).filter { !$0.isNull }.map { occurrence in
      ReferenceRange(RangeText(occurrence), unit: unit)
    }
    let isLimit = referenceRanges.contains { $0.low != nil || $0.high != nil }
    if !isUsed, !isLimit { segment.leaveUnit() }
    interpretations = segment.concepts(8, table: 78)
    readStatus(segment)
    devices = segment.all(18).compactMap { Device($0) }
    readRest(segment)
  }

  /// OBX of device data (IHE PCD-01): containment in OBX-4, alarm limits in OBX-7, states of the
  /// measurement in OBX-8. `oneDevice` says that OBX-18 stands in the provenance already.
  init(device segment: Segment, oneDevice: Bool) {
    self.init(code: Concept())
    read(device: segment, oneDevice: oneDevice)
  }

  /// The same, in place.
  mutating func read(device segment: Segment, oneDevice: Bool) {
    if let concept = segment.concept(3) { code = concept }
    segment.drop(1, .setID)
    sourceValueType = segment.text(2)
    readContainment(segment)
    let unit = segment.first(6).flatMap { segment.source.unit($0) }
    let isUsed = readValues(segment, unit: unit)
    if let occurrence = segment.first(7), !occurrence.isNull {
      alarmLimits = AlarmLimits(RangeText(occurrence), unit: unit)
    }
    let isLimit = alarmLimits?.low != nil || alarmLimits?.high != nil
    if !isUsed, !isLimit { segment.leaveUnit() }
    for occurrence in segment.all(8) { readState(occurrence) }
    if !isContainer { readStatus(segment) } else { sourceStatus = segment.text(11) }
    if oneDevice {
      // The provenance says it; what an EI does not have goes to the details.
      for occurrence in segment.all(18) { occurrence.take(components: 1...4) }
    } else {
      devices = segment.all(18).compactMap { Device($0) }
    }
    readRest(segment)
  }

  /// A row that only holds others (an MDS, a VMD, a channel): nothing was measured, so nothing is
  /// missing.
  private var isContainer: Bool {
    guard let level else { return false }
    return level.rawValue < ContainmentLevel.metric.rawValue && values.isEmpty
      && absentReason == nil
  }

  private mutating func readStatus(_ segment: Segment) {
    sourceStatus = segment.text(11)
    status = sourceStatus.flatMap(ResultStatus.status)
    if sourceStatus == "N", values.isEmpty { absentReason = .notAsked }
  }

  private mutating func readRest(_ segment: Segment) {
    effective = segment.time(14)
    organizations = segment.all(15).compactMap { Organization(producer: $0) }
    performers = segment.practitioners(16)
    methods = segment.concepts(17)
    issued = segment.time(19)
    bodySite = segment.concept(20)
    identifiers = segment.entityIdentifiers(21)
    if segment.fieldCount > 22 {
      performing(segment)
      performers += segment.practitioners(25)
    }
    details += segment.rest()
  }

  /// OBX-23 and 24: the laboratory and its address.
  private mutating func performing(_ segment: Segment) {
    var laboratory = segment.first(23)?.organization() ?? Organization()
    laboratory.addresses = segment.addresses(24)
    if laboratory != Organization() { organizations.append(laboratory) }
  }

  /// OBX-4 `MDS.VMD.CHAN.METRIC[.FACET[.SUBFACET]]`; the level is where the last number above zero
  /// stands.
  private mutating func readContainment(_ segment: Segment) {
    guard let occurrence = segment.first(4), let range = occurrence.bytes(1) else { return }
    let bytes = segment.source.bytes[range]
    guard let numbers = Containment.numbers(bytes) else {
      subID = occurrence.whole()
      return
    }
    occurrence.take()
    containment = numbers
    let last = numbers.lastIndex { $0 > 0 } ?? 0
    level = ContainmentLevel(rawValue: UInt8(last))
  }

  /// One repetition of OBX-8 under PCD-01: an interpretation, a state, or why there is no value.
  private mutating func readState(_ occurrence: Occurrence) {
    guard let state = MeasurementState(occurrence) else {
      if let concept = occurrence.concept(table: 78) { interpretations.append(concept) }
      return
    }
    occurrence.take()
    if let word = state.validity, !validity.contains(word) { validity.append(word) }
    if let reason = state.absentReason, values.isEmpty, absentReason == nil {
      absentReason = reason
    }
  }
}

/// OBX-4 in dots.
enum Containment {
  /// Four to six unsigned numbers; nil for anything else.
  static func numbers(_ bytes: Slice<UnsafeRawBufferPointer>) -> [UInt32]? {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(5)
    var value: UInt64 = 0
    var digits = 0
    for byte in bytes {
      if ASCII.isDigit(byte) {
        value = value * 10 + UInt64(byte - 0x30)
        digits += 1
        guard value <= UInt64(UInt32.max) else { return nil }
      } else {
        guard byte == UInt8(ascii: "."), digits > 0 else { return nil }
        numbers.append(UInt32(value))
        value = 0
        digits = 0
      }
    }
    guard digits > 0 else { return nil }
    numbers.append(UInt32(value))
    return (4...6).contains(numbers.count) ? numbers : nil
  }
}

/// Table 0085 by meaning.
enum ResultStatus {
  static func status(_ code: String) -> ObservationStatus? {
    // The two that every message is full of, without a look into a dictionary.
    switch code {
    case "F": .final
    case "R": .preliminary
    default: ObservationStatus(code, in: .resultStatus)
    }
  }
}

/// What OBX-8 says of a measurement under IHE PCD-01 (IHE PCD TF-2, appendix B.8).
struct MeasurementState {
  let validity: Validity?
  let absentReason: AbsentReason?

  init?(_ occurrence: Occurrence) {
    for state in Self.states where occurrence.equals(state.code) {
      validity = state.validity
      absentReason = state.absentReason
      return
    }
    return nil
  }

  static let states: [(code: StaticString, validity: Validity?, absentReason: AbsentReason?)] =
    [
      ("INV", .invalid, .error), ("QUES", .questionable, nil),
      ("NAV", .notAvailable, .tempUnknown), ("CAL", .calibrating, .tempUnknown),
      ("TEST", .test, nil), ("DEMO", .demo, nil), ("VAL", .validated, nil),
      ("EARLY", .early, nil), ("BUSY", .busy, .tempUnknown), ("ALACT", .alarmActive, nil),
      ("ALINH", .alarmInhibited, nil), ("NI", nil, .unknown), ("OFF", .off, .notPerformed),
      (">", .overflow, .positiveInfinity), ("<", .underflow, .negativeInfinity),
    ]
}

extension Device {
  /// OBX-18: an EI.
  init?(_ occurrence: Occurrence) {
    guard let identifier = occurrence.entityIdentifier() else { return nil }
    self.init()
    identifiers = [identifier]
  }
}

extension Organization {
  /// OBX-15: a producer as a code; nil where it says nothing.
  init?(producer: Occurrence) {
    self.init()
    name = producer.text(2) ?? producer.text(9)
    for first in [1, 4] {
      guard let value = producer.text(first) else { continue }
      var identifier = Identifier()
      identifier.value = value
      let system = producer.text(first + 2).map { CodeSystems.system($0) }
      identifier.assigner = system.map { Authority(namespace: $0.uri) }
      identifiers.append(identifier)
    }
    if self == Organization() { return nil }
  }
}
