import NormalizedFormat
import Terminology

/// What stands around a result and is said in it where it is not the same.
struct ResultContext {
  /// OBR-7 and 8: the time of a result without one of its own.
  var effective: Timestamp?
  var period: Period?
  /// The rows of device data: states in OBX-8, limits in OBX-7.
  var isDevice = false
  /// The one device of the message, in each of its rows.
  var device: Device?
}

extension MessageRendering {
  /// OBX with who and what took part, and remarks.
  mutating func write(result: Observation, _ context: ResultContext = ResultContext()) {
    var runs = DetailRuns(result.details)
    let prints = resultDraft(result, context, &runs)
    write(prints.draft)
    writeParticipations(prints.persons, devices: prints.devices, &runs)
    write(result.notes, &runs)
    writeKept(runs.runs)
  }

  private func resultDraft(
    _ result: Observation, _ context: ResultContext, _ runs: inout DetailRuns
  ) -> (draft: SegmentDraft, persons: [Practitioner], devices: [Device]) {
    var draft = SegmentDraft("OBX", runs.take("OBX"))
    let values = ValueWriting(result, isNative: isNative)
    draft.put(2, values.type)
    draft.put(3, result.code)
    draft.put(4, result.place)
    draft.add(5, choices: values.drafts)
    draft.put(6, result.unit?.concept)
    put(&draft, statesOf: result, isDevice: context.isDevice)
    draft.put(11, result.sourceStatus ?? code(of: result.status))
    // Of a period only the begin has a field; one that is the request's is inherited.
    let isInherited = result.effectivePeriod != nil && result.effectivePeriod == context.period
    if !isInherited { draft.put(14, result.effective ?? result.effectivePeriod?.start) }
    let (producers, laboratory) = result.producers
    draft.add(15, producers.map { FieldDraft(producer: $0) })
    let (plain, persons) = result.performers.plainFirst
    draft.add(16, plain)
    draft.add(17, result.methods)
    let own = context.device.map { [$0] } ?? Array(result.devices.prefix { $0.isIdentifierOnly })
    draft.add(18, own.map { FieldDraft(device: $0) })
    draft.put(19, result.issued)
    draft.put(20, result.bodySite)
    draft.add(entities: 21, result.identifiers)
    if let laboratory {
      draft.put(23, FieldDraft.choices(laboratory, version))
      draft.add(24, laboratory.addresses)
    }
    let isShared = context.device != nil
    return (draft, persons, Array(result.devices.dropFirst(isShared ? 0 : own.count)))
  }

  private func put(_ draft: inout SegmentDraft, statesOf result: Observation, isDevice: Bool) {
    var choices: [[FieldDraft]] = []
    if isDevice {
      choices = MeasurementState.words(result, isSaid: draft.has(5)).map { [FieldDraft($0)] }
      draft.put(7, result.alarmLimits?.words)
    } else {
      draft.add(7, result.referenceRanges.map { FieldDraft($0.words) })
    }
    choices += result.interpretations.map { FieldDraft.choices($0, table: 78) }
    draft.add(8, choices: choices)
  }

  /// OBX-11 of what another source says.
  private func code(of status: ObservationStatus?) -> String? {
    guard !isNative else { return nil }
    guard let status else { return "F" }
    return status == .final ? "F" : HL7Table.resultStatus.code(of: status.code)
  }
}

extension MeasurementState {
  /// The words of OBX-8 for the states of a measurement, and for why it has no value.
  fileprivate static func words(_ result: Observation, isSaid: Bool) -> [String] {
    let known = states.compactMap { state in state.validity.map { ($0, state) } }
    let found = result.validity.compactMap { validity in known.first { $0.0 == validity }?.1 }
    let words = found.map { $0.code.description }
    let reason = found.lazy.compactMap(\.absentReason).first
    guard result.absentReason == .unknown, reason != .unknown, result.values.isEmpty, !isSaid else {
      return words
    }
    return ["NI"] + words
  }
}

extension Observation {
  /// OBX-4.
  fileprivate var place: String? {
    guard !containment.isEmpty else { return subID }
    return containment.map { String($0) }.joined(separator: ".")
  }

  /// OBX-6.
  fileprivate var unit: UnitOfMeasure? {
    if sourceValueType != "CQ", let unit = values.lazy.compactMap(\.unit).first { return unit }
    for range in referenceRanges {
      if let unit = range.low?.unit ?? range.high?.unit { return unit }
    }
    return alarmLimits?.low?.unit ?? alarmLimits?.high?.unit
  }

  /// OBX-15, and the laboratory of OBX-23 and 24.
  fileprivate var producers: ([Organization], Organization?) {
    guard let last = organizations.last, last.needsXON else { return (organizations, nil) }
    return (Array(organizations.dropLast()), last)
  }
}

extension Organization {
  /// Whether a coded producer can't say it.
  fileprivate var needsXON: Bool {
    type != nil || !addresses.isEmpty || !telecoms.isEmpty
      || identifiers.contains { identifier in
        identifier.checkDigit != nil || identifier.checkScheme != nil || identifier.type != nil
          || identifier.facility != nil || identifier.assigner?.universalID != nil
          || identifier.assigner?.universalIDType != nil
      }
  }
}

extension Device {
  /// Whether OBX-18 says all of it.
  fileprivate var isIdentifierOnly: Bool {
    var bare = Device()
    bare.identifiers = identifiers
    return identifiers.count == 1 && self == bare
  }
}

extension FieldDraft {
  /// A producer as a code: its number and its name.
  fileprivate init(producer: Organization) {
    self.init()
    let numbers = producer.identifiers.prefix(2)
    for (first, number) in zip([1, 4], numbers) {
      set(first, number.value)
      set(first + 2, number.assigner?.namespace.map { CodeSystems.name(of: CodeSystem($0)) })
    }
    set(2, producer.name)
  }

  /// OBX-18: the device's identifier, else what else tells it from others.
  init(device: Device) {
    self = device.identifiers.first.map(FieldDraft.entity) ?? FieldDraft()
    if isEmpty { set(1, device.serialNumber ?? device.name ?? device.model) }
  }
}

extension ReferenceRange {
  /// The source's text, else the limits.
  fileprivate var words: String? { text ?? Limits.words(low, high) }
}

extension AlarmLimits {
  fileprivate var words: String? { text ?? Limits.words(low, high) }
}

private enum Limits {
  /// `40-120`, `>40`, `<=120`.
  static func words(_ low: Quantity?, _ high: Quantity?) -> String? {
    switch (low?.value, high?.value) {
    case (let low?, let high?): "\(low)-\(high)"
    case (let value?, nil): (low?.comparator?.sign ?? ">=") + value.description
    case (nil, let value?): (high?.comparator?.sign ?? "<=") + value.description
    case (nil, nil): nil
    }
  }
}
