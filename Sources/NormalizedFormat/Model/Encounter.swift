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
