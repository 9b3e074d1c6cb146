import NormalizedFormat

extension Immunization: FHIRResource {
  static let resourceType = "Immunization"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.demanded("status", &status, "FHIR has no word for an unknown one")
    try form.first("statusReason", &refusals, as: "statusReason")
    try form.demanded("vaccineCode", &code)
    try form.subject("patient", isDemanded: true)
    try form.encounter()
    try form.element("occurrenceDateTime", &start, "absent: occurrenceString `unknown`")
    form.derived("occurrenceString", start == nil ? .string("unknown") : nil)
    try form.element("recorded", &entered)
    try form.element("location", &location)
    try form.first("lotNumber", &lots, as: "lotNumber")
    try form.first("expirationDate", &expirations, as: "expirationDate", like: DateOnly.self)
    try form.first("site", &sites, as: "site")
    try form.first("route", &routes, as: "route")
    try form.element("doseQuantity", &dose, like: SimpleQuantity.self)
    try form.slices("performer", &performers, in: "performer", item: "actor", mark: [:])
    try form.elements("note", &remarks)
    try form.elements("reasonCode", &indications)
    try form.first("informationSource", &notes, as: "reportOrigin")
    try doseNumber(&form)
    try otherFields(&form)
  }

  /// Positive in FHIR, and demanded of what it stands in.
  private mutating func doseNumber(_ form: inout Form) throws(FHIRError) {
    let isPositive = series.map { $0 > 0 && $0 <= UInt32(Int32.max) } ?? false
    var shown = isPositive ? series : nil
    var other = isPositive ? nil : series
    try form.group("protocolApplied", isArray: true) { form throws(FHIRError) in
      try form.element("doseNumber", &shown, as: "doseNumberPositiveInt", "0 as extension")
    }
    try form.extra("doseNumber", &other)
    if form.isReading { series = shown ?? other }
  }

  private mutating func otherFields(_ form: inout Form) throws(FHIRError) {
    try form.extra("end", &end)
    try form.extras("manufacturer", &manufacturers, "a code; FHIR's is an Organization")
    try form.extra("statusCode", &statusCode, "the source's own code beside status")
    try form.extra("form", &self.form)
    try form.extra("action", &action)
    try form.extras("order", &orders, "a RequestGroup")
    try form.extras("observation", &observations)
    try form.extras("detail", &details)
  }
}
