/// Whom it is about; FHIR Patient, PID, PD1.
public struct Patient: Equatable, Sendable {
  /// PID-2–4, 19, 20; the INS of France under its OID.
  public var identifiers: [Identifier] = []
  /// PID-5.
  public var names: [HumanName] = []
  /// PID-7.
  public var birthDate: Timestamp?
  /// FHIR Patient.gender.
  public var sex: Sex?
  /// The source's own code; PID-8, table 0001.
  public var sexCode: Concept?
  /// PID-11.
  public var addresses: [Address] = []
  /// PID-13–14, PID-40.
  public var telecoms: [Telecom] = []
  /// PID-16.
  public var maritalStatus: Concept?
  /// PID-17.
  public var religion: Concept?
  /// PID-15.
  public var languages: [Concept] = []
  /// PID-22.
  public var ethnicities: [Concept] = []
  /// PID-10.
  public var races: [Concept] = []
  /// PID-24.
  public var multipleBirth: Bool?
  /// PID-25.
  public var birthOrder: UInt32?
  /// PID-30.
  public var deceased: Bool?
  /// PID-29.
  public var deceasedTime: Timestamp?
  /// PID-18.
  public var accounts: [Identifier] = []
  /// NK1, GT1.
  public var contacts: [Contact] = []
  /// AL1, IAM.
  public var allergies: [Allergy] = []
  /// DG1.
  public var diagnoses: [Diagnosis] = []
  /// IN1–IN3.
  public var coverages: [Coverage] = []
  /// NTE after PID.
  public var notes: [Note] = []
  /// PID-9.
  public var aliases: [HumanName] = []
  /// PID-21.
  public var motherIdentifiers: [Identifier] = []
  /// PID-6.
  public var motherNames: [HumanName] = []
  /// PID-23.
  public var birthPlace: String?
  /// PID-28.
  public var nationality: Concept?
  /// PID-26.
  public var citizenships: [Concept] = []
  /// PID-27.
  public var veteranStatus: Concept?
  /// PD1-4.
  public var primaryCare: [Practitioner] = []
  /// PD1-3.
  public var primaryFacilities: [Organization] = []
  /// PD1-11.
  public var publicity: Concept?
  /// PD1-12.
  public var protected: Bool?
  /// PID-32.
  public var identityReliability: [Concept] = []
  /// PID-33.
  public var lastUpdate: Timestamp?
  /// PR1.
  public var procedures: [Procedure] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
