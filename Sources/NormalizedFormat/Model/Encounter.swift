/// The stay or visit; FHIR Encounter, PV1, PV2.
public struct Encounter: Equatable, Sendable {
  /// PV1-19.
  public var identifiers: [Identifier] = []
  /// FHIR Encounter.class, v3 ActCode.
  public var kind: EncounterClass?
  /// The source's own code; PV1-2, table 0004.
  public var classCode: Concept?
  /// FHIR Encounter.status.
  public var status: EncounterStatus?
  /// PV1-3.
  public var location: Location?
  /// PV1-6.
  public var previousLocation: Location?
  /// PV1-11.
  public var temporaryLocation: Location?
  /// PV1-42.
  public var pendingLocation: Location?
  /// PV1-43.
  public var previousTemporaryLocation: Location?
  /// PV1-7.
  public var attending: [Practitioner] = []
  /// PV1-8.
  public var referring: [Practitioner] = []
  /// PV1-9.
  public var consulting: [Practitioner] = []
  /// PV1-17.
  public var admitting: [Practitioner] = []
  /// PV1-52, ROL.
  public var otherProviders: [Practitioner] = []
  /// PV1-10.
  public var service: Concept?
  /// PV1-4.
  public var admissionType: Concept?
  /// PV1-14.
  public var admissionSource: Concept?
  /// PV1-13.
  public var readmission: Concept?
  /// PV1-44.
  public var admitted: Timestamp?
  /// PV1-45.
  public var discharged: Timestamp?
  /// PV1-36.
  public var disposition: Concept?
  /// PV1-37.
  public var dischargedTo: Concept?
  /// PV1-16.
  public var vip: Concept?
  /// PV1-18.
  public var patientType: Concept?
  /// PV1-20.
  public var financialClasses: [Concept] = []
  /// PV1-5.
  public var preadmissionIdentifiers: [Identifier] = []
  /// PV1-50.
  public var alternateIdentifiers: [Identifier] = []
  /// PV1-15.
  public var ambulatoryStatuses: [Concept] = []
  /// PV1-38.
  public var diet: Concept?
  /// PV1-39.
  public var servicingFacility: String?
  /// PV1-40.
  public var bedStatus: Concept?
  /// PV1-41.
  public var accountStatus: Concept?
  /// PV2-3.
  public var reason: Concept?
  /// PV2-4.
  public var transferReason: Concept?
  /// PV2-8.
  public var expectedAdmission: Timestamp?
  /// PV2-9.
  public var expectedDischarge: Timestamp?
  /// PV2-12.
  public var description: String?
  /// PV2-25.
  public var priority: Concept?
  /// PV2-2.
  public var accommodation: Concept?
  /// PV2-38.
  public var arrivalMode: Concept?
  /// NTE after PV1.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Encounter: Record {
  package static let rule: StaticString = "encounter"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "class", kind)
    visitor.optional(3, "classCode", classCode)
    visitor.optional(4, "status", status)
    visitor.optional(5, "location", location)
    visitor.optional(6, "previousLocation", previousLocation)
    visitor.optional(7, "temporaryLocation", temporaryLocation)
    visitor.optional(8, "pendingLocation", pendingLocation)
    visitor.optional(9, "previousTemporaryLocation", previousTemporaryLocation)
    visitor.list(10, "attending", attending)
    visitor.list(11, "referring", referring)
    visitor.list(12, "consulting", consulting)
    visitor.list(13, "admitting", admitting)
    visitor.list(14, "participant", otherProviders)
    visitor.optional(15, "serviceType", service)
    visitor.optional(16, "type", admissionType)
    visitor.optional(17, "admitSource", admissionSource)
    visitor.optional(18, "reAdmission", readmission)
    visitor.optional(19, "start", admitted)
    visitor.optional(20, "end", discharged)
    visitor.optional(21, "dischargeDisposition", disposition)
    visitor.optional(22, "destination", dischargedTo)
    visitor.optional(23, "vip", vip)
    visitor.optional(24, "patientType", patientType)
    visitor.list(25, "financialClass", financialClasses)
    visitor.list(26, "preAdmissionIdentifier", preadmissionIdentifiers)
    visitor.list(27, "alternateIdentifier", alternateIdentifiers)
    visitor.list(28, "ambulatoryStatus", ambulatoryStatuses)
    visitor.optional(29, "dietPreference", diet)
    visitor.optional(30, "serviceProvider", servicingFacility)
    visitor.optional(31, "bedStatus", bedStatus)
    visitor.optional(32, "accountStatus", accountStatus)
    visitor.optional(33, "reasonCode", reason)
    visitor.optional(34, "transferReason", transferReason)
    visitor.optional(35, "expectedAdmission", expectedAdmission)
    visitor.optional(36, "expectedDischarge", expectedDischarge)
    visitor.optional(37, "description", description)
    visitor.optional(38, "priority", priority)
    visitor.optional(39, "accommodation", accommodation)
    visitor.optional(40, "arrivalMode", arrivalMode)
    visitor.list(41, "note", notes)
    visitor.list(42, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&kind)
    case 3: try decoder.optional(&classCode)
    case 4: try decoder.optional(&status)
    case 5: try decoder.optional(&location)
    case 6: try decoder.optional(&previousLocation)
    case 7: try decoder.optional(&temporaryLocation)
    case 8: try decoder.optional(&pendingLocation)
    case 9: try decoder.optional(&previousTemporaryLocation)
    case 10: try decoder.list(&attending)
    case 11: try decoder.list(&referring)
    case 12: try decoder.list(&consulting)
    case 13: try decoder.list(&admitting)
    case 14: try decoder.list(&otherProviders)
    case 15: try decoder.optional(&service)
    case 16: try decoder.optional(&admissionType)
    case 17: try decoder.optional(&admissionSource)
    case 18: try decoder.optional(&readmission)
    case 19: try decoder.optional(&admitted)
    case 20: try decoder.optional(&discharged)
    case 21: try decoder.optional(&disposition)
    case 22: try decoder.optional(&dischargedTo)
    case 23: try decoder.optional(&vip)
    case 24: try decoder.optional(&patientType)
    case 25: try decoder.list(&financialClasses)
    case 26: try decoder.list(&preadmissionIdentifiers)
    case 27: try decoder.list(&alternateIdentifiers)
    case 28: try decoder.list(&ambulatoryStatuses)
    case 29: try decoder.optional(&diet)
    case 30: try decoder.optional(&servicingFacility)
    case 31: try decoder.optional(&bedStatus)
    case 32: try decoder.optional(&accountStatus)
    case 33: try decoder.optional(&reason)
    case 34: try decoder.optional(&transferReason)
    case 35: try decoder.optional(&expectedAdmission)
    case 36: try decoder.optional(&expectedDischarge)
    case 37: try decoder.optional(&description)
    case 38: try decoder.optional(&priority)
    case 39: try decoder.optional(&accommodation)
    case 40: try decoder.optional(&arrivalMode)
    case 41: try decoder.list(&notes)
    case 42: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
