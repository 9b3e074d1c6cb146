/// Somebody who acted; FHIR Practitioner and PractitionerRole, XCN.
public struct Practitioner: Equatable, Sendable {
  /// XCN.1, 9, 12–14.
  public var identifiers: [Identifier] = []
  /// XCN.2–7, 10.
  public var names: [HumanName] = []
  /// What this person did here, where the field's name does not say it.
  public var role: Concept?
  /// Ways to reach this person.
  public var telecoms: [Telecom] = []
  /// PRT-14, ROL-11.
  public var addresses: [Address] = []
  /// FHIR PractitionerRole.specialty.
  public var specialty: Concept?
  /// On whose behalf; FHIR PractitionerRole.organization.
  public var organizations: [Organization] = []
  /// Where this person acted; NDL.4–11, PRT-9.
  public var locations: [Location] = []
  /// When this person acted; FHIR PractitionerRole.period, NDL.2–3.
  public var period: Period?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Practitioner: Record {
  package static let rule: StaticString = "practitioner"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.list(2, "name", names)
    visitor.optional(3, "role", role)
    visitor.list(4, "telecom", telecoms)
    visitor.list(5, "address", addresses)
    visitor.optional(6, "specialty", specialty)
    visitor.list(7, "organization", organizations)
    visitor.list(8, "location", locations)
    visitor.optional(9, "period", period)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.list(&names)
    case 3: try decoder.optional(&role)
    case 4: try decoder.list(&telecoms)
    case 5: try decoder.list(&addresses)
    case 6: try decoder.optional(&specialty)
    case 7: try decoder.list(&organizations)
    case 8: try decoder.list(&locations)
    case 9: try decoder.optional(&period)
    default: throw decoder.unknownKey()
    }
  }
}
