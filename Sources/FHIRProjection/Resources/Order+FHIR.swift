import NormalizedFormat

/// An order of several things: a RequestGroup, whose actions are the things that are asked for.
extension Order: FHIRResource {
  static let resourceType = "RequestGroup"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.marked("placerIdentifier", &placerIdentifiers, in: "identifier")
    try form.marked("fillerIdentifier", &fillerIdentifiers, in: "identifier")
    try form.elements("basedOn", &parentIdentifiers, like: LogicalReference.self)
    try form.first("groupIdentifier", &groupIdentifiers, as: "groupIdentifier")
    try form.demanded("status", &status, default: .string("unknown"))
    form.derived("intent", .string("order"))
    try form.subject("subject")
    try form.encounter()
    try form.element("authoredOn", &time)
    try form.first("requester", &requesters, as: "author")
    try form.elements("note", &notes)
    let outer = form.desk.order
    form.desk.order = self
    try form.slices("item", &items, in: "action", item: "resource", mark: [:])
    form.desk.order = outer
    try controlFields(&form)
  }

  private mutating func controlFields(_ form: inout Form) throws(FHIRError) {
    try form.extra("control", &control, "what to do, of table 0119")
    try form.extra("statusCode", &statusCode, "the source's own code beside status")
    try form.extras("timing", &timings)
    try form.extras("enterer", &enterers)
    try form.extras("verifier", &verifiers)
    try form.extra("entererLocation", &entererLocation)
    try form.extras("callback", &telecoms)
    try form.extra("effective", &effective)
    try form.extra("controlReason", &reason)
    try form.extra("enteringOrganization", &enteringOrganization)
    try form.extra("enteringDevice", &enteringDevice)
    try form.extras("actionBy", &actors)
    try form.extras("orderingFacility", &facilities)
    try form.extras("detail", &details)
  }
}

extension OrderItem: FHIRResource {
  static let resourceType = "ServiceRequest"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    // The numbers by which both sides know the order.
    let numbers = try Self.numbers(of: form.desk)
    try form.derivedItems("identifier", numbers)
    try form.elements("identifier", &identifiers)
    let status = form.desk.order?.status?.code ?? "unknown"
    form.derived("status", .string(status))
    form.derived("intent", .string("order"))
    try form.single("category", &category, as: "category")
    try form.element("code", &code)
    try form.element("quantity", &quantity, as: "quantityQuantity")
    try form.subject("subject", isDemanded: true)
    try form.encounter()
    try form.element("occurrenceDateTime", &requested)
    try form.element(
      "occurrencePeriod", &requestedPeriod, if: requested == nil, "an extension beside a time")
    try form.first("requester", &requesters, as: "requester")
    try form.elements("reasonCode", &reasons)
    try form.elements("specimen", &specimens)
    try form.elements("observation", &observations, as: "supportingInfo")
    try form.elements("note", &notes)
    try otherFields(&form)
  }

  private static func numbers(of desk: Desk) throws(FHIRError) -> [JSON] {
    guard desk.mode == .writing, let order = desk.order else { return [] }
    var numbers: [JSON] = []
    for identifier in order.placerIdentifiers + order.fillerIdentifiers {
      if let written = try identifier.written(desk).value { numbers.append(written) }
    }
    return numbers
  }

  private mutating func otherFields(_ form: inout Form) throws(FHIRError) {
    try form.extras("procedure", &procedures)
    try form.extras("medication", &medications, "a MedicationRequest")
    try form.extra("priority", &priority, "a code of the source; FHIR's are four")
    try form.extra("clinicalInformation", &clinicalInformation)
    try form.extra("danger", &danger)
    try form.extra("specimenAction", &specimenAction)
    try form.extras("timing", &timings)
    try form.extras("copyTo", &copiesTo)
    try form.extras("callback", &telecoms)
    try form.extras("diagnosis", &diagnoses, "a Condition")
    try form.extras("priorReport", &priorReports, "a DiagnosticReport")
    try form.extras("detail", &details)
  }
}

extension Medication: FHIRResource {
  static let resourceType = "MedicationRequest"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("prescriptionIdentifier", &prescriptionIdentifiers, as: "identifier")
    let status = form.desk.order?.status?.medicationStatus ?? "unknown"
    form.derived("status", .string(status))
    form.derived("intent", .string("order"))
    try form.demanded("code", &code, as: "medicationCodeableConcept")
    try form.subject("subject", isDemanded: true)
    try form.encounter()
    try form.elements("indication", &indications, as: "reasonCode")
    try form.elements("note", &notes)
    try dosage(&form)
    try form.group("dispenseRequest") { form throws(FHIRError) in
      try form.element("numberOfRepeatsAllowed", &refills)
      try form.element("dispenseQuantity", &dispense, as: "quantity", like: SimpleQuantity.self)
    }
    try otherFields(&form, isIngredient: false)
  }

  /// A dose of one amount is a quantity, one from an amount to another a range.
  private mutating func dosage(_ form: inout Form) throws(FHIRError) {
    try form.group("dosageInstruction", isArray: true) { form throws(FHIRError) in
      try form.first("site", &sites, as: "site")
      try form.first("route", &routes, as: "route")
      try form.first("method", &methods, as: "method")
      try form.elements(
        "administrationInstruction", &administrationInstructions, as: "additionalInstruction")
      try form.group("doseAndRate", isArray: true) { form throws(FHIRError) in
        try form.group("doseRange") { form throws(FHIRError) in
          try form.element("amountMin", &amountMin, as: "low", like: SimpleQuantity.self)
          try form.element("amountMax", &amountMax, as: "high", like: SimpleQuantity.self)
        }
        try form.element("rate", &rate, as: "rateQuantity", like: SimpleQuantity.self)
      }
    }
  }

  fileprivate mutating func otherFields(
    _ form: inout Form, isIngredient: Bool
  ) throws(FHIRError) {
    if !isIngredient { try form.extra("form", &self.form) }
    try form.extra("strength", &strength)
    try form.extras("administrationDevice", &devices)
    try form.extras("pharmacyInstruction", &pharmacyInstructions)
    try form.extra("substitution", &substitution, "a code of the source")
    try form.extras(
      "component", &components, like: Ingredient.self, "a Medication: it is not asked for by itself"
    )
    try form.extras("detail", &details)
  }
}

/// A part of a compound: a Medication, for it is not requested by itself.
struct Ingredient: FHIRWrapper, FHIRResource {
  static let resourceType = "Medication"
  static let ruleName = "medication"
  var content: Medication

  init() { content = Medication() }
  init(_ content: Medication) { self.content = content }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("prescriptionIdentifier", &content.prescriptionIdentifiers, as: "identifier")
    try form.element("code", &content.code)
    try form.element("form", &content.form)
    try form.extra("amountMin", &content.amountMin)
    try form.extra("amountMax", &content.amountMax)
    try form.extras("route", &content.routes)
    try form.extras("site", &content.sites)
    try form.extras("method", &content.methods)
    try form.extras("administrationInstruction", &content.administrationInstructions)
    try form.extra("dispenseQuantity", &content.dispense)
    try form.extra("numberOfRepeatsAllowed", &content.refills)
    try form.extra("rate", &content.rate)
    try form.extras("indication", &content.indications)
    try form.extras("note", &content.notes)
    try content.otherFields(&form, isIngredient: true)
  }
}

extension OrderStatus {
  /// FHIR's medications have their own words for two of them.
  fileprivate var medicationStatus: String {
    switch self {
    case .revoked: "cancelled"
    case .enteredInError: "entered-in-error"
    default: code
    }
  }
}
