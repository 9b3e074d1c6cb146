import NormalizedFormat

extension HumanName: FHIRElement {
  static let fhirType = "HumanName"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("use", &use)
    try form.element("text", &text)
    try form.element("family", &family)
    try form.elements("given", &given)
    try form.elements("prefix", &prefixes)
    try form.elements("suffix", &suffixes)
    try form.element("period", &period)
    try form.extra("familyPrefix", &familyPrefix)
    try form.extra("degree", &degree)
    try form.extra("useCode", &useCode)
  }
}

extension Address: FHIRElement {
  static let fhirType = "Address"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("use", &use)
    try form.element("text", &text)
    try form.elements("line", &lines)
    try form.element("city", &city)
    try form.element("district", &district)
    try form.element("state", &state)
    try form.element("postalCode", &postalCode)
    try form.element("country", &country)
    try form.element("period", &period)
    try form.extra("useCode", &useCode)
    try form.extra("censusTract", &censusTract)
    try form.extra("otherGeographic", &otherGeographic)
  }
}

extension Telecom: FHIRElement {
  static let fhirType = "ContactPoint"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    // Demanded where there is a value (cpt-2).
    if form.isReading || value != nil {
      try form.demanded(
        "system", &system, default: .string("other"), "absent beside a value: other")
    } else {
      try form.element("system", &system)
    }
    try form.element("value", &value)
    try form.element("use", &use)
    try form.extra("useCode", &useCode)
    try form.extra("equipmentCode", &equipmentCode)
    try form.extra("countryCode", &countryCode)
    try form.extra("areaCode", &areaCode)
    try form.extra("localNumber", &localNumber)
    try form.extra("extension", &phoneExtension)
    try form.extra("text", &text)
  }
}

extension Note: FHIRElement {
  static let fhirType = "Annotation"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extras("author", &authors, "Annotation takes no role, and one author only")
    try form.element("time", &time)
    try form.element("text", &text)
    try form.extra("source", &source)
    try form.extra("type", &type)
  }
}

extension NamedField: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("name", &name)
    try form.extra("value", &value)
  }
}

extension AlarmLimits: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("low", &low)
    try form.extra("high", &high)
    try form.extra("text", &text)
  }
}

extension ReferenceRange: FHIRElement {
  static let fhirType = ""
  static var fhirPath: String { "Observation.referenceRange" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("low", &low, like: SimpleQuantity.self)
    try form.element("high", &high, like: SimpleQuantity.self)
    try form.element("type", &type)
    try form.elements("appliesTo", &appliesTo)
    // One of low, high and text (obs-3).
    if form.isWriting, low == nil, high == nil {
      try form.demanded("text", &text)
    } else if form.isReading {
      try form.demanded("text", &text)
    } else {
      try form.element("text", &text)
    }
  }
}

extension Timing: FHIRElement {
  static let fhirType = "Timing"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.group("repeat") { form throws(FHIRError) in
      try form.group("boundsPeriod") { form throws(FHIRError) in
        try form.element("start", &start)
        try form.element("end", &end)
      }
      try form.element("count", &occurrences, if: occurrences != 0, "positive in FHIR")
      let isClock = explicitTimes.allSatisfy { FHIRText.isTime($0) }
      if form.isReading || isClock || form.desk.mode == .describing {
        try form.elements("timeOfDay", &explicitTimes, like: TimeText.self, "else as extensions")
      }
      if form.isReading || !isClock { try form.extras("timeOfDay", &explicitTimes) }
    }
    try form.first("repeat", &patterns, as: "code")
    try form.extra("quantity", &quantity)
    try form.extra("interval", &interval)
    try form.extra("duration", &duration, "FHIR demands a unit of time (tim-1)")
    try form.extras("priority", &priorities)
    try form.extra("condition", &condition)
    try form.extra("text", &text)
  }
}
