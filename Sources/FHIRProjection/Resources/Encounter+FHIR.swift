import NormalizedFormat

extension Encounter: FHIRResource {
  static let resourceType = "Encounter"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.marked("preAdmissionIdentifier", &preadmissionIdentifiers, in: "identifier")
    try form.marked("alternateIdentifier", &alternateIdentifiers, in: "identifier")
    try form.elements("identifier", &identifiers)
    try form.demanded("status", &status, default: .string("unknown"))
    try form.demanded("class", &kind, "a code of v3 ActCode")
    try form.single("type", &admissionType, as: "type")
    try form.element("serviceType", &service)
    try form.element("priority", &priority)
    try form.subject("subject")
    try participants(&form)
    try form.group("period") { form throws(FHIRError) in
      try form.element("start", &admitted)
      try form.element("end", &discharged)
    }
    try form.single("reasonCode", &reason, as: "reasonCode")
    try stay(&form)
    try places(&form)
    try form.group("serviceProvider") { form throws(FHIRError) in
      try form.element("serviceProvider", &servicingFacility, as: "display")
    }
    try others(&form)
  }

  private mutating func participants(_ form: inout Form) throws(FHIRError) {
    let name = "participant"
    try form.slices(
      "attending", &attending, in: name, item: "individual", mark: Self.role("ATND"), "type `ATND`")
    try form.slices(
      "referring", &referring, in: name, item: "individual", mark: Self.role("REF"), "type `REF`")
    try form.slices(
      "consulting", &consulting, in: name, item: "individual", mark: Self.role("CON"),
      "type `CON`")
    try form.slices(
      "admitting", &admitting, in: name, item: "individual", mark: Self.role("ADM"), "type `ADM`")
    try form.slices(
      "participant", &otherProviders, in: name, item: "individual", mark: Self.role("PART"),
      "type `PART`")
  }

  private static func role(_ code: String) -> JSONObject {
    ["type": .array([Namespace.concept(Namespace.hl7 + "v3-ParticipationType", code)])]
  }

  private mutating func stay(_ form: inout Form) throws(FHIRError) {
    try form.group("hospitalization") { form throws(FHIRError) in
      try form.element("admitSource", &admissionSource)
      try form.element("reAdmission", &readmission)
      try form.single("dietPreference", &diet, as: "dietPreference")
      try form.single("vip", &vip, as: "specialCourtesy")
      try form.elements("ambulatoryStatus", &ambulatoryStatuses, as: "specialArrangement")
      try form.element("dischargeDisposition", &disposition)
      try form.extra("destination", &dischargedTo, "a code; FHIR's is a place")
    }
  }

  /// `Encounter.location`, told apart by an extension with the field's name.
  private mutating func places(_ form: inout Form) throws(FHIRError) {
    try place("location", "active", &location, &form)
    try place("previousLocation", "completed", &previousLocation, &form)
    try place("temporaryLocation", "active", &temporaryLocation, &form)
    try place("pendingLocation", "planned", &pendingLocation, &form)
    try place("previousTemporaryLocation", "completed", &previousTemporaryLocation, &form)
  }

  private func place(
    _ field: StaticString, _ status: String, _ location: inout Location?, _ form: inout Form
  ) throws(FHIRError) {
    let role = JSON.object([
      "url": .string(Namespace.extensions + "encounter-locationRole"),
      "valueCode": .string(field.description),
    ])
    try form.slice(
      field, &location, in: "location", item: "location",
      mark: ["status": .string(status), "extension": .array([role])], "status `\(status)`")
  }

  private mutating func others(_ form: inout Form) throws(FHIRError) {
    try form.extra("classCode", &classCode, "the source's own code beside class")
    try form.extra("patientType", &patientType)
    try form.extras("financialClass", &financialClasses)
    try form.extra("bedStatus", &bedStatus)
    try form.extra("accountStatus", &accountStatus)
    try form.extra("transferReason", &transferReason)
    try form.extra("expectedAdmission", &expectedAdmission)
    try form.extra("expectedDischarge", &expectedDischarge)
    try form.extra("description", &description)
    try form.extra("accommodation", &accommodation)
    try form.extra("arrivalMode", &arrivalMode)
    try form.extras("note", &notes, "Encounter has no note")
    try form.extras("detail", &details)
  }
}
