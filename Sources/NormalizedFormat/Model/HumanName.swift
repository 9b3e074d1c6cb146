/// A person's name; FHIR HumanName, XPN, XCN.2–7.
public struct HumanName: Equatable, Sendable {
  /// FHIR HumanName.use.
  public var use: NameUse?
  /// Family name; XPN.1.1.
  public var family: String?
  /// Its own prefix (von, de la); XPN.1.2.
  public var familyPrefix: String?
  /// First name and further given names; XPN.2–3.
  public var given: [String] = []
  /// XPN.5.
  public var prefixes: [String] = []
  /// XPN.4.
  public var suffixes: [String] = []
  /// Academic degree; XPN.6.
  public var degree: String?
  /// The whole name as one text, where the source gave no parts.
  public var text: String?
  /// XPN.10, 12, 13.
  public var period: Period?
  /// The source's own use; XPN.7, table 0200.
  public var useCode: String?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
