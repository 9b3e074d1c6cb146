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

extension Organization: Record {
  package static let rule: StaticString = "organization"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "name", name)
    visitor.optional(3, "type", type)
    visitor.list(4, "telecom", telecoms)
    visitor.list(5, "address", addresses)
    visitor.list(6, "contact", contacts)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&name)
    case 3: try decoder.optional(&type)
    case 4: try decoder.list(&telecoms)
    case 5: try decoder.list(&addresses)
    case 6: try decoder.list(&contacts)
    default: throw decoder.unknownKey()
    }
  }
}
