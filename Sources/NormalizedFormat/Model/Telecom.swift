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

extension Telecom: Record {
  package static let rule: StaticString = "telecom"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "system", system)
    visitor.optional(2, "use", use)
    visitor.optional(3, "value", value)
    visitor.optional(4, "useCode", useCode)
    visitor.optional(5, "equipmentCode", equipmentCode)
    visitor.optional(6, "countryCode", countryCode)
    visitor.optional(7, "areaCode", areaCode)
    visitor.optional(8, "localNumber", localNumber)
    visitor.optional(9, "extension", phoneExtension)
    visitor.optional(10, "text", text)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&system)
    case 2: try decoder.optional(&use)
    case 3: try decoder.optional(&value)
    case 4: try decoder.optional(&useCode)
    case 5: try decoder.optional(&equipmentCode)
    case 6: try decoder.optional(&countryCode)
    case 7: try decoder.optional(&areaCode)
    case 8: try decoder.optional(&localNumber)
    case 9: try decoder.optional(&phoneExtension)
    case 10: try decoder.optional(&text)
    default: throw decoder.unknownKey()
    }
  }
}
