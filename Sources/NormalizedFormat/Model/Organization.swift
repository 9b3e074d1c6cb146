/// A department, a company, an insurer; FHIR Organization, XON.
public struct Organization: Equatable, Sendable {
  /// XON.3, 6–10.
  public var identifiers: [Identifier] = []
  /// XON.1.
  public var name: String?
  /// FHIR Organization.type; XON.2.
  public var type: Concept?
  /// FHIR Organization.telecom.
  public var telecoms: [Telecom] = []
  /// FHIR Organization.address.
  public var addresses: [Address] = []
  /// Contact persons; FHIR Organization.contact.name.
  public var contacts: [HumanName] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
