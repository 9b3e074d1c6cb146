import NormalizedFormat

extension Patient: FHIRResource {
  static let resourceType = "Patient"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.marked("alias", &aliases, in: "name")
    try form.elements("name", &names)
    try form.elements("telecom", &telecoms)
    try form.element("gender", &sex)
    try form.element(
      "birthDate", &birthDate, like: DateOnly.self, "a time of day stands beside it")
    try lifeFields(&form)
    try form.elements("address", &addresses)
    try form.element("maritalStatus", &maritalStatus)
    try form.slices(
      "communication", &languages, in: "communication", item: "language", mark: [:])
    try form.elements("generalPractitioner", &primaryCare)
    try form.first("managingOrganization", &primaryFacilities, as: "managingOrganization")
    try form.extra("genderCode", &sexCode, "the source's own code beside gender")
    try personalFields(&form)
    try relatedFields(&form)
  }

  /// FHIR lets multipleBirth and deceased be one of two types.
  private mutating func lifeFields(_ form: inout Form) throws(FHIRError) {
    try form.element("deceasedDateTime", &deceasedTime)
    try form.element(
      "deceased", &deceased, as: "deceasedBoolean", if: deceasedTime == nil,
      "an extension beside a time")
    let isBirthOrder = birthOrder.map { $0 > 0 && $0 <= UInt32(Int32.max) } ?? false
    try form.element("birthOrder", &birthOrder, as: "multipleBirthInteger", if: isBirthOrder)
    try form.element(
      "multipleBirth", &multipleBirth, as: "multipleBirthBoolean", if: !isBirthOrder,
      "an extension beside an order")
  }

  private mutating func personalFields(_ form: inout Form) throws(FHIRError) {
    try form.extra("religion", &religion)
    try form.extras("ethnicity", &ethnicities)
    try form.extras("race", &races)
    try form.extras("account", &accounts, "an Account would say more than is known")
    try form.extras("motherIdentifier", &motherIdentifiers)
    try form.extras("motherName", &motherNames)
    try form.extra("birthPlace", &birthPlace)
    try form.extra("nationality", &nationality)
    try form.extras("citizenship", &citizenships)
    try form.extra("veteranStatus", &veteranStatus)
    try form.extra("publicity", &publicity)
    try form.extra("protected", &protected)
    try form.extras("identityReliability", &identityReliability)
    try form.extra(
      "lastUpdated", &lastUpdate, "the source's; meta.lastUpdated is the FHIR server's own")
    try form.extras("note", &notes, "Patient has no note")
    try form.extras("detail", &details)
  }

  /// Resources that refer to the patient, and to which the patient can't refer.
  private mutating func relatedFields(_ form: inout Form) throws(FHIRError) {
    try form.extras("contact", &contacts, "a RelatedPerson")
    try form.extras("allergy", &allergies, "an AllergyIntolerance")
    try form.extras("diagnosis", &diagnoses, "a Condition")
    try form.extras("coverage", &coverages, "a Coverage")
    try form.extras("procedure", &procedures, "a Procedure")
  }
}

/// A record that was merged into the patient's.
extension MergedPatient: FHIRResource {
  static let resourceType = "Patient"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.elements("name", &names)
    let link = form.desk.patient.map { patient in
      JSON.array([
        .object(["other": Desk.reference(patient), "type": .string("replaced-by")])
      ])
    }
    form.derived("link", link)
    try form.extras("account", &accounts)
    try form.extras("encounterIdentifier", &visits)
    try form.extras("location", &locations)
  }
}

/// Next of kin and guarantors; with a patient they are related persons.
extension Contact: FHIRResource {
  static let resourceType = "RelatedPerson"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.subject("patient", isDemanded: true)
    try form.elements("relationship", &relationships)
    try form.slices(
      "language", &languages, in: "communication", item: "language", mark: [:])
    try form.element("period", &period)
    try form.extras("organization", &organizations)
    try personFields(&form)
  }

  /// What RelatedPerson and Person have in common.
  fileprivate mutating func personFields(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.elements("name", &names)
    try form.elements("telecom", &telecoms)
    try form.element("gender", &sex)
    try form.element("birthDate", &birthDate, like: DateOnly.self)
    try form.elements("address", &addresses)
    try form.extras("role", &roles)
    try form.extra("maritalStatus", &maritalStatus)
    try form.extra("occupation", &occupation)
    try form.extra("genderCode", &sexCode)
    try form.extras("detail", &details)
  }
}

/// Whom to call about an appointment: a person, who is no relation of the patient.
struct ContactPerson: FHIRWrapper, FHIRResource {
  static let resourceType = "Person"
  static let ruleName = "contact"
  var content: Contact

  init() { content = Contact() }
  init(_ content: Contact) { self.content = content }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extras("relationship", &content.relationships)
    try form.extras("language", &content.languages)
    try form.extra("period", &content.period)
    try form.first("organization", &content.organizations, as: "managingOrganization")
    try content.personFields(&form)
  }
}
