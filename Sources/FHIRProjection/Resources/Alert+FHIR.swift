import NormalizedFormat

extension Alerts: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("alert", &alerts, as: "focus", "an Observation")
    try form.extras("note", &notes)
  }
}

/// What a device calls people for. R4 has no resource for it (R6 has DeviceAlert); it is what a
/// device observed of the patient or of itself, with its code, its time and its device.
extension Alert: FHIRResource {
  static let resourceType = "Observation"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    form.derived("status", .string("final"))
    form.derived("category", .array([Namespace.concept(Namespace.codes + "kind", "alert")]))
    try form.demanded("code", &code)
    try form.subject("subject")
    try form.encounter()
    try form.element("occurred", &occurred, as: "effectiveDateTime")
    try form.element(
      "period", &period, as: "effectivePeriod", if: occurred == nil, "an extension beside a time")
    try form.element("text", &text, as: "valueString")
    try form.elements("interpretation", &interpretations)
    try form.elements("note", &notes)
    try form.first("device", &devices, as: "device")
    try form.single("source", &source, as: "derivedFrom", "the measurement")
    try states(&form)
  }

  private mutating func states(_ form: inout Form) throws(FHIRError) {
    try form.extra("phase", &phase)
    try form.extra("state", &state)
    try form.extras("inactivation", &inactivations)
    try form.extra("priority", &priority)
    try form.extra("kind", &kind)
    try form.extras("partOf", &partOf, "R4 partOf is of procedures")
    try form.containment(&containment)
    try form.extras("evidence", &evidence, "Observations; nothing was derived from them")
    try form.extras("acknowledgedBy", &acknowledgedBy)
    try form.extras("detail", &details)
  }
}
