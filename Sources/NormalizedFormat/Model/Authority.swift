/// Who assigns names or runs a facility or application; HD.
public struct Authority: Equatable, Sendable {
  /// Local name; HD.1.
  public var namespace: String?
  /// Universal id, mostly an OID; HD.2.
  public var universalID: String?
  /// Kind of the universal id (ISO, DNS, UUID, EUI-64); HD.3, table 0301.
  public var universalIDType: String?

  /// Makes one of these parts.
  public init(
    namespace: String? = nil, universalID: String? = nil, universalIDType: String? = nil
  ) {
    self.namespace = namespace
    self.universalID = universalID
    self.universalIDType = universalIDType
  }
}

extension Authority: Record {
  package static let rule: StaticString = "authority"

  package init() { self.init(namespace: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "namespace", namespace)
    visitor.optional(2, "universalID", universalID)
    visitor.optional(3, "universalIDType", universalIDType)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&namespace)
    case 2: try decoder.optional(&universalID)
    case 3: try decoder.optional(&universalIDType)
    default: throw decoder.unknownKey()
    }
  }
}
