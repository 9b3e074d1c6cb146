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

extension Contact: Record {
  package static let rule: StaticString = "contact"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "name", names)
    visitor.list(2, "relationship", relationships)
    visitor.list(3, "role", roles)
    visitor.list(4, "address", addresses)
    visitor.list(5, "telecom", telecoms)
    visitor.list(6, "identifier", identifiers)
    visitor.optional(7, "gender", sex)
    visitor.optional(8, "birthDate", birthDate)
    visitor.optional(9, "period", period)
    visitor.list(10, "organization", organizations)
    visitor.optional(11, "maritalStatus", maritalStatus)
    visitor.list(12, "language", languages)
    visitor.optional(13, "occupation", occupation)
    visitor.optional(14, "genderCode", sexCode)
    visitor.list(15, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&names)
    case 2: try decoder.list(&relationships)
    case 3: try decoder.list(&roles)
    case 4: try decoder.list(&addresses)
    case 5: try decoder.list(&telecoms)
    case 6: try decoder.list(&identifiers)
    case 7: try decoder.optional(&sex)
    case 8: try decoder.optional(&birthDate)
    case 9: try decoder.optional(&period)
    case 10: try decoder.list(&organizations)
    case 11: try decoder.optional(&maritalStatus)
    case 12: try decoder.list(&languages)
    case 13: try decoder.optional(&occupation)
    case 14: try decoder.optional(&sexCode)
    case 15: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
