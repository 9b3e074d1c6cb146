import NormalizedFormat

extension Encounter {
  /// Reads PV1.
  mutating func read(_ segment: Segment) {
    segment.drop(1, .setID)
    classCode = segment.concept(2, table: 4)
    kind = classCode?.codings.first?.code.flatMap(Self.kind)
    location = segment.location(3)
    admissionType = segment.concept(4, table: 7)
    preadmissionIdentifiers += segment.extendedIdentifiers(5)
    previousLocation = segment.location(6)
    attending += segment.practitioners(7)
    referring += segment.practitioners(8)
    consulting += segment.practitioners(9)
    service = segment.concept(10, table: 69)
    temporaryLocation = segment.location(11)
    readmission = segment.concept(13, table: 92)
    admissionSource = segment.concept(14, table: 23)
    ambulatoryStatuses += segment.concepts(15, table: 9)
    vip = segment.concept(16, table: 99)
    admitting += segment.practitioners(17)
    patientType = segment.concept(18, table: 18)
    identifiers += segment.extendedIdentifiers(19)
    financialClasses += segment.all(20).compactMap { $0.innerConcept(1, table: 64) }
    readRest(segment)
  }

  private mutating func readRest(_ segment: Segment) {
    disposition = segment.concept(36, table: 112)
    dischargedTo = segment.first(37)?.innerConcept(1, table: 113)
    diet = segment.concept(38, table: 114)
    servicingFacility = segment.text(39)
    bedStatus = segment.concept(40, table: 116)
    accountStatus = segment.concept(41, table: 117)
    pendingLocation = segment.location(42)
    previousTemporaryLocation = segment.location(43)
    admitted = segment.time(44)
    discharged = segment.time(45)
    alternateIdentifiers += segment.extendedIdentifiers(50)
    otherProviders += segment.practitioners(52)
    details += segment.rest(clearing: true)
  }

  /// Reads PV2.
  mutating func readAdditional(_ segment: Segment) {
    accommodation = segment.concept(2, table: 129)
    reason = segment.concept(3)
    transferReason = segment.concept(4)
    expectedAdmission = segment.time(8)
    expectedDischarge = segment.time(9)
    description = segment.wholeText(12)
    referring.appendNew(segment.practitioners(13))
    priority = segment.concept(25, table: 217)
    arrivalMode = segment.concept(38, table: 430)
    details += segment.rest(clearing: true)
  }

  /// Table 0004 by meaning.
  private static func kind(_ code: String) -> EncounterClass? {
    switch code {
    case "I": .inpatient
    case "O": .outpatient
    case "E": .emergency
    case "P": .preAdmission
    case "R": .recurring
    case "B": .obstetrics
    case "C", "N", "U": .other
    default: nil
    }
  }

  /// The status that follows from what happened.
  static func status(after event: AdmissionEvent) -> EncounterStatus? {
    switch event {
    case .admit, .register, .transfer, .changeToInpatient, .changeToOutpatient, .returnFromLeave:
      .inProgress
    case .discharge: .finished
    case .preAdmit, .pendingAdmit: .planned
    case .cancelAdmit, .cancelPreAdmit: .cancelled
    case .leave: .onLeave
    default: nil
    }
  }
}

extension Practitioner {
  /// ROL; nil without a person.
  init?(role segment: Segment) {
    guard let person = segment.first(4)?.practitioner() else { return nil }
    self = person
    role = segment.concept(3, table: 443)
    period = Period(from: segment.time(5), to: segment.time(6))
    addresses = segment.addresses(11)
    telecoms = segment.telecoms(12)
    locations = segment.all(13).compactMap { $0.location() }
    organizations = segment.organizations(14)
    readOrganizationType(segment, 10)
  }

  /// A kind in a field of its own, if there is one organization that it can be the kind of.
  private mutating func readOrganizationType(_ segment: Segment, _ field: Int) {
    guard organizations.count == 1, organizations[0].type == nil else { return }
    organizations[0].type = segment.concept(field, table: 406)
  }

  /// PRT; nil without a person, an organization or a place.
  init?(participation segment: Segment) {
    self = segment.first(5)?.practitioner() ?? Practitioner()
    organizations = segment.organizations(8)
    locations = segment.all(9).compactMap { $0.location() }
    guard self != Practitioner() else { return nil }
    identifiers += segment.all(24).compactMap { Identifier.practitionerNumber($0) }
    role = segment.concept(4, table: 912)
    specialty = segment.concept(6)
    readOrganizationType(segment, 7)
    period = Period(from: segment.time(11), to: segment.time(12))
    addresses = segment.addresses(14)
    telecoms = segment.telecoms(15)
  }
}
