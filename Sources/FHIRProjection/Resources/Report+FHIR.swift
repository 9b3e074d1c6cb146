import NormalizedFormat

extension Report: FHIRResource {
  static let resourceType = "DiagnosticReport"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.marked("placerIdentifier", &placerIdentifiers, in: "identifier")
    try form.marked("fillerIdentifier", &fillerIdentifiers, in: "identifier")
    try form.elements("identifier", &identifiers)
    try form.demanded("status", &status, default: .string("unknown"))
    try form.elements("category", &categories)
    try form.demanded("code", &code)
    try form.subject("subject")
    try form.encounter()
    try form.element("effectiveDateTime", &effective)
    try form.element(
      "effectivePeriod", &effectivePeriod, if: effective == nil, "an extension beside a time")
    try form.element("issued", &issued, like: Instant.self)
    try form.elements("performer", &performers)
    try form.elements("resultsInterpreter", &interpreters)
    try form.elements("specimen", &specimens)
    try form.elements("result", &results)
    try requestFields(&form)
  }

  /// What was asked for, of which DiagnosticReport says only that it was.
  private mutating func requestFields(_ form: inout Form) throws(FHIRError) {
    try form.extras("basedOn", &orders, "a RequestGroup, to which DiagnosticReport can't refer")
    try form.extra("sourceStatus", &sourceStatus)
    try form.extras("note", &notes, "DiagnosticReport has no note")
    try form.extras("requester", &requesters)
    try form.extras("copyTo", &copiesTo)
    try form.extras("reasonCode", &reasons)
    try form.extra("priority", &priority)
    try form.extra("requested", &requested)
    try form.extra("scheduled", &scheduled)
    try form.extra("clinicalInformation", &clinicalInformation)
    try form.extras("parentIdentifier", &parentIdentifiers)
    try form.extras("callback", &telecoms)
    try form.extras("procedure", &procedures)
    try form.extras("detail", &details)
  }
}

extension Specimen: FHIRResource {
  static let resourceType = "Specimen"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.element("type", &type)
    try form.subject("subject")
    try form.element("receivedTime", &received)
    try form.group("collection") { form throws(FHIRError) in
      try form.first("collector", &collectors, as: "collector")
      try form.element("collectedDateTime", &collected)
      try form.element(
        "collectedPeriod", &collectedPeriod, if: collected == nil, "an extension beside a time")
      try form.element("volume", &volume, as: "quantity", like: SimpleQuantity.self)
      try form.element("method", &method)
      try form.element("bodySite", &bodySite)
    }
    try form.elements("condition", &conditions)
    try form.elements("note", &notes)
    try form.extras("additive", &additives, "FHIR's is of a container")
    try form.extra("role", &role)
    try form.extra("text", &text)
    try form.extras("rejectReason", &rejectReasons)
    try form.extras("observation", &observations)
    try form.extras("detail", &details)
  }
}
