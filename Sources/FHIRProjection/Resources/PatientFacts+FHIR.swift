import NormalizedFormat

extension Allergy: FHIRResource {
  static let resourceType = "AllergyIntolerance"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    form.derived("clinicalStatus", isError ? nil : clinicalStatus)
    form.derived("verificationStatus", isError ? Self.error : nil)
    try form.element("code", &code)
    try form.subject("patient", isDemanded: true)
    try form.element("onset", &onset, as: "onsetDateTime")
    try form.elements("note", &notes)
    try form.group("reaction", isArray: true) { form throws(FHIRError) in
      try form.elements("reaction", &reactions, as: "manifestation")
    }
    try form.extra("type", &type, "what the allergy is to, of table 0127; FHIR's type is another")
    try form.extra("severity", &severity, "of table 0128; FHIR's is of one reaction")
    try form.extra(
      "status", &status, "of table 0438; clinicalStatus and verificationStatus follow from it")
    try form.extra("action", &action)
    try form.extras("detail", &details)
  }

  private func has(_ code: String) -> Bool {
    status?.codings.contains { $0.system?.table == 438 && $0.code == code } ?? false
  }

  /// Entered in error, or withdrawn by this message.
  private var isError: Bool { has("E") || action?.isWithdrawal == true }
  private static let error = Namespace.concept(
    Namespace.hl7 + "allergyintolerance-verification", "entered-in-error")

  /// Demanded but for errors (ait-1).
  private var clinicalStatus: JSON {
    Namespace.concept(
      Namespace.hl7 + "allergyintolerance-clinical", has("I") ? "inactive" : "active")
  }
}

extension Diagnosis: FHIRResource {
  static let resourceType = "Condition"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    form.derived("verificationStatus", action?.isWithdrawal == true ? Self.error : nil)
    try form.element("code", &code)
    try form.subject("subject", isDemanded: true)
    try form.encounter()
    try form.element("time", &time, as: "onsetDateTime")
    try form.element("attested", &attested, as: "recordedDate")
    try form.first("asserter", &clinicians, as: "asserter")
    try form.extra("description", &description)
    try form.extra("type", &type, "admitting, working, final: of table 0052")
    try form.extra("rank", &priority)
    try form.extra("classification", &classification)
    try form.extras("detail", &details)
    try form.extra(
      "action", &action, "of table 0206; verificationStatus follows where it is withdrawn")
  }

  private static let error = Namespace.concept(
    Namespace.hl7 + "condition-ver-status", "entered-in-error")
}

extension Concept {
  /// Whether it is the D of tables 0206 and 0323: what it stands beside is deleted.
  fileprivate var isWithdrawal: Bool {
    codings.contains { [206, 323].contains($0.system?.table) && $0.code == "D" }
  }
}

extension Coverage: FHIRResource {
  static let resourceType = "Coverage"
  private static let groupClass = Namespace.concept(Namespace.hl7 + "coverage-class", "group")

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    form.derived("status", .string("active"))
    try form.element("planType", &planType, as: "type")
    try form.first("subscriber", &subscribers, as: "subscriber")
    try form.subject("beneficiary", isDemanded: true)
    try form.element("relationship", &relationship)
    try form.element("period", &period)
    if form.isWriting, insurers.isEmpty {
      form.members.append(
        "payor", .array([.object(["extension": .array([Namespace.unknown])])]))
    } else {
      try payors(&form)
    }
    try form.slice(
      "groupNumber", &groupNumber, in: "class", item: "value", mark: ["type": Self.groupClass],
      "class of type group")
    try form.extra("plan", &plan)
    try form.extras("groupName", &groupNames)
    try form.extra("authorization", &authorization)
    try form.extra("order", &priority, "a text; FHIR's is a number")
    try form.extras("detail", &details)
  }

  /// FHIR demands one.
  private mutating func payors(_ form: inout Form) throws(FHIRError) {
    _ = try form.takeItems("payor") { item throws(FHIRError) in
      try item.members()["extension"] == .array([Namespace.unknown])
    }
    try form.elements("payor", &insurers)
  }
}

extension Procedure: FHIRResource {
  static let resourceType = "Procedure"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    form.derived("status", .string("unknown"))
    try form.element("category", &type)
    try form.element("code", &code)
    try form.subject("subject", isDemanded: true)
    try form.encounter()
    try form.element("performed", &time, as: "performedDateTime")
    try form.slices("performer", &practitioners, in: "performer", item: "actor", mark: [:])
    try form.single("reason", &reason, as: "reasonCode")
    try form.extra("description", &description)
    try form.extra("duration", &duration)
    try form.extras("modifier", &modifiers)
    try form.extra("priority", &priority)
    try form.extras("detail", &details)
  }
}
