/// A telephone number or another way to reach somebody; FHIR ContactPoint, XTN.
public struct Telecom: Equatable, Sendable {
  /// FHIR ContactPoint.system.
  public var system: TelecomSystem?
  /// FHIR ContactPoint.use.
  public var use: TelecomUse?
  /// Number or address as given; XTN.1, XTN.4, XTN.12.
  public var value: String?
  /// The source's own use; XTN.2, table 0201.
  public var useCode: String?
  /// The source's own equipment type; XTN.3, table 0202.
  public var equipmentCode: String?
  /// XTN.5.
  public var countryCode: String?
  /// XTN.6.
  public var areaCode: String?
  /// XTN.7.
  public var localNumber: String?
  /// XTN.8.
  public var phoneExtension: String?
  /// XTN.9.
  public var text: String?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
