/// Next of kin, guarantor or another person around a patient; FHIR Patient.contact, RelatedPerson,
/// NK1, GT1.
public struct Contact: Equatable, Sendable {
  /// NK1-2, NK1-30.
  public var names: [HumanName] = []
  /// NK1-3.
  public var relationships: [Concept] = []
  /// Next of kin, guarantor, emergency contact; NK1-7.
  public var roles: [Concept] = []
  /// NK1-4, NK1-32.
  public var addresses: [Address] = []
  /// NK1-5, 6, 31.
  public var telecoms: [Telecom] = []
  /// NK1-12, NK1-33, NK1-37.
  public var identifiers: [Identifier] = []
  /// NK1-15.
  public var sex: Sex?
  /// NK1-16.
  public var birthDate: Timestamp?
  /// NK1-8–9.
  public var period: Period?
  /// NK1-13, GT1-16.
  public var organizations: [Organization] = []
  /// NK1-14.
  public var maritalStatus: Concept?
  /// NK1-20.
  public var languages: [Concept] = []
  /// NK1-10, GT1-18.
  public var occupation: String?
  /// The source's own code of the sex.
  public var sexCode: Concept?
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
