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
