import NormalizedFormat

extension Observation: FHIRResource {
  static let resourceType = "Observation"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.demanded("status", &status, default: .string("unknown"))
    try categoriesAndCode(&form)
    try form.subject("subject")
    try form.encounter()
    try form.element("effectiveDateTime", &effective)
    try form.element(
      "effectivePeriod", &effectivePeriod, if: effective == nil, "an extension beside a time")
    try form.element("issued", &issued, like: Instant.self)
    try form.references("performerOrganization", &organizations, in: "performer")
    try form.elements("performer", &performers)
    try valueFields(&form)
    try form.element("dataAbsentReason", &absentReason, if: values.isEmpty, "only without a value")
    try form.elements("interpretation", &interpretations)
    try form.elements("note", &notes)
    try form.element("bodySite", &bodySite)
    try form.first("method", &methods, as: "method")
    try deviceFields(&form)
    try form.elements("referenceRange", &referenceRanges)
    try sourceFields(&form)
  }

  /// A vital sign has LOINC's code and the category beside what the device says.
  private mutating func categoriesAndCode(_ form: inout Form) throws(FHIRError) {
    let vital = form.isWriting ? VitalSign(of: self) : nil
    try form.derivedItems("category", vital == nil ? [] : [VitalSign.category])
    if form.isReading { try form.dropAdded(in: "code") }
    try form.elements("category", &categories, "and `vital-signs` for a vital sign")
    try form.element("code", &code, "MDC; LOINC added for a vital sign, marked as derived")
    guard let vital else { return }
    form.add(vital.coding, to: "code")
    claim(vital, &form)
  }

  /// The profile is claimed where all that it demands is there.
  private func claim(_ vital: VitalSign, _ form: inout Form) {
    let start = effective ?? effectivePeriod?.start
    guard form.desk.patient != nil, status != nil, vital.isMet(by: self), let start,
      start.precision.rawValue >= TimePrecision.day.rawValue
    else { return }
    form.profiles.append(vital.profile)
  }

  private mutating func valueFields(_ form: inout Form) throws(FHIRError) {
    form.note("value", "Observation.value[x]", "several as components with the same code")
    form.note("component", "Observation.component", "with more than a component has: hasMember")
    guard form.desk.mode != .describing else { return }
    var one = values.count == 1 ? values.first : nil
    try form.value(&one)
    if form.isReading, let one { values = [one] }
    try repetitions(&form)
    try parts(&form)
  }

  /// FHIR has one value; several are components (v2-to-FHIR, OBX-5).
  private mutating func repetitions(_ form: inout Form) throws(FHIRError) {
    if form.isWriting, values.count > 1 {
      var list: [ObservationValue] = []
      for value in values { list.append(ObservationValue(code: code, value: value)) }
      try form.elements("value", &list, as: "component")
    } else if form.isReading {
      let items = try form.takeItems("component") { item throws(FHIRError) in
        try ObservationValue.isOne(item)
      }
      for item in items {
        guard let value = try ObservationValue.read(Slot(item), form.desk).value else { continue }
        values.append(value)
      }
    }
  }

  private mutating func parts(_ form: inout Form) throws(FHIRError) {
    let areSimple = components.allSatisfy { ObservationComponent($0).isWhole }
    if form.isReading || areSimple {
      try form.elements("component", &components, like: ObservationComponent.self)
    }
    if form.isReading || !areSimple {
      try form.elements("component", &components, as: "hasMember")
    }
  }

  /// PoCD: an observation is of a metric, which is of a channel of a device.
  private mutating func deviceFields(_ form: inout Form) throws(FHIRError) {
    let metric = form.isWriting ? form.desk.metric(containment) : nil
    if let metric {
      form.members.append("device", Desk.reference(metric))
    } else if form.isReading, let slot = form.members["device"],
      try form.desk.type(of: Slot(slot)) == "DeviceMetric"
    {
      _ = form.members.take("device")
    }
    try form.first(
      "device", &devices, as: "device", if: metric == nil,
      "the DeviceMetric where there is a containment")
    try form.containment(&containment)
    try form.extra("level", &level)
  }

  private mutating func sourceFields(_ form: inout Form) throws(FHIRError) {
    if form.isWriting { form.security += validity.compactMap(\.security) }
    try form.extras("validity", &validity, "and codes of v3 ObservationValue in meta.security")
    try form.extra("alarmLimits", &alarmLimits)
    try form.extra("subId", &subID)
    try form.extra("sourceStatus", &sourceStatus)
    try form.extra("sourceValueType", &sourceValueType)
    try form.extras("detail", &details)
  }
}

extension Validity {
  /// What PoCD says in `meta.security` of data that may not be relied on, or may.
  fileprivate var security: JSON? {
    let code: String? =
      switch self {
      case .valid: "RELIABLE"
      case .validated: "HRELIABLE"
      case .questionable: "UNCERTREL"
      case .invalid: "UNRELIABLE"
      case .test, .demo: nil
      default: nil
      }
    if self == .test || self == .demo {
      return Namespace.coding(Namespace.hl7 + "v3-ActReason", "HTEST")
    }
    return code.map { Namespace.coding(Namespace.hl7 + "v3-ObservationValue", $0) }
  }
}

/// One of several values of an observation, as a component.
struct ObservationValue: FHIRElement {
  static let fhirType = ""
  static let ruleName = "observation"
  private static let mark = Namespace.mark("observation-repetition")
  var code = Concept()
  var value: Value?

  init() {}

  init(code: Concept, value: Value) {
    self.code = code
    self.value = value
  }

  static func isOne(_ item: JSON) throws(FHIRError) -> Bool {
    try item.members()["extension"]?.items().contains(mark) == true
  }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("code", &code)
    try form.value(&value)
    if form.isReading { _ = form.takeMark(Self.mark) } else { form.mark(Self.mark) }
  }
}

/// An observation that is part of another, where a component can hold all of it.
struct ObservationComponent: FHIRWrapper, FHIRElement {
  static let fhirType = ""
  static let ruleName = "observation"
  var content: Observation

  init() { content = Observation(code: Concept()) }
  init(_ content: Observation) { self.content = content }

  var isWhole: Bool {
    var rest = Observation(code: content.code)
    rest.values = content.values
    rest.absentReason = content.values.isEmpty ? content.absentReason : nil
    rest.interpretations = content.interpretations
    rest.referenceRanges = content.referenceRanges
    return rest == content && content.values.count < 2
  }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("code", &content.code)
    var value = content.values.first
    try form.value(&value)
    if form.isReading { content.values = value.map { [$0] } ?? [] }
    try form.element("dataAbsentReason", &content.absentReason)
    try form.elements("interpretation", &content.interpretations)
    try form.elements("referenceRange", &content.referenceRanges)
  }
}
