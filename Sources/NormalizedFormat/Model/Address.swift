/// A postal address; FHIR Address, XAD.
public struct Address: Equatable, Sendable {
  /// FHIR Address.use.
  public var use: AddressUse?
  /// Street and other designation; XAD.1–2.
  public var lines: [String] = []
  /// XAD.3.
  public var city: String?
  /// County or parish; XAD.9.
  public var district: String?
  /// XAD.4.
  public var state: String?
  /// XAD.5.
  public var postalCode: String?
  /// XAD.6.
  public var country: String?
  /// The whole address as one text.
  public var text: String?
  /// XAD.12–14.
  public var period: Period?
  /// The source's own type; XAD.7, table 0190.
  public var useCode: String?
  /// XAD.10.
  public var censusTract: String?
  /// XAD.8.
  public var otherGeographic: String?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
