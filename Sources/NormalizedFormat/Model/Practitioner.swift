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
