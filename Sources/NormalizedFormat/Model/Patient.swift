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

extension Patient: Record {
  package static let rule: StaticString = "patient"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.list(2, "name", names)
    visitor.optional(3, "birthDate", birthDate)
    visitor.optional(4, "gender", sex)
    visitor.optional(5, "genderCode", sexCode)
    visitor.list(6, "address", addresses)
    visitor.list(7, "telecom", telecoms)
    visitor.optional(8, "maritalStatus", maritalStatus)
    visitor.optional(9, "religion", religion)
    visitor.list(10, "communication", languages)
    visitor.list(11, "ethnicity", ethnicities)
    visitor.list(12, "race", races)
    visitor.optional(13, "multipleBirth", multipleBirth)
    visitor.optional(14, "birthOrder", birthOrder)
    visitor.optional(15, "deceased", deceased)
    visitor.optional(16, "deceasedDateTime", deceasedTime)
    visitor.list(17, "account", accounts)
    visitor.list(18, "contact", contacts)
    visitor.list(19, "allergy", allergies)
    visitor.list(20, "diagnosis", diagnoses)
    visitor.list(21, "coverage", coverages)
    visitor.list(22, "note", notes)
    visitor.list(23, "alias", aliases)
    visitor.list(24, "motherIdentifier", motherIdentifiers)
    visitor.list(25, "motherName", motherNames)
    visitor.optional(26, "birthPlace", birthPlace)
    visitor.optional(27, "nationality", nationality)
    visitor.list(28, "citizenship", citizenships)
    visitor.optional(29, "veteranStatus", veteranStatus)
    visitor.list(30, "generalPractitioner", primaryCare)
    visitor.list(31, "managingOrganization", primaryFacilities)
    visitor.optional(32, "publicity", publicity)
    visitor.optional(33, "protected", protected)
    visitor.list(34, "identityReliability", identityReliability)
    visitor.optional(35, "lastUpdated", lastUpdate)
    visitor.list(36, "procedure", procedures)
    visitor.list(37, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.list(&names)
    case 3: try decoder.optional(&birthDate)
    case 4: try decoder.optional(&sex)
    case 5: try decoder.optional(&sexCode)
    case 6: try decoder.list(&addresses)
    case 7: try decoder.list(&telecoms)
    case 8: try decoder.optional(&maritalStatus)
    case 9: try decoder.optional(&religion)
    case 10: try decoder.list(&languages)
    case 11: try decoder.list(&ethnicities)
    case 12: try decoder.list(&races)
    case 13: try decoder.optional(&multipleBirth)
    case 14: try decoder.optional(&birthOrder)
    case 15: try decoder.optional(&deceased)
    case 16: try decoder.optional(&deceasedTime)
    case 17: try decoder.list(&accounts)
    case 18: try decoder.list(&contacts)
    case 19: try decoder.list(&allergies)
    case 20: try decoder.list(&diagnoses)
    case 21: try decoder.list(&coverages)
    case 22: try decoder.list(&notes)
    case 23: try decoder.list(&aliases)
    case 24: try decoder.list(&motherIdentifiers)
    case 25: try decoder.list(&motherNames)
    case 26: try decoder.optional(&birthPlace)
    case 27: try decoder.optional(&nationality)
    case 28: try decoder.list(&citizenships)
    case 29: try decoder.optional(&veteranStatus)
    case 30: try decoder.list(&primaryCare)
    case 31: try decoder.list(&primaryFacilities)
    case 32: try decoder.optional(&publicity)
    case 33: try decoder.optional(&protected)
    case 34: try decoder.list(&identityReliability)
    case 35: try decoder.optional(&lastUpdate)
    case 36: try decoder.list(&procedures)
    case 37: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
