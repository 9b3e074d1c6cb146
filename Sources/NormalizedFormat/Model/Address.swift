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

extension Address: Record {
  package static let rule: StaticString = "address"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "use", use)
    visitor.list(2, "line", lines)
    visitor.optional(3, "city", city)
    visitor.optional(4, "district", district)
    visitor.optional(5, "state", state)
    visitor.optional(6, "postalCode", postalCode)
    visitor.optional(7, "country", country)
    visitor.optional(8, "text", text)
    visitor.optional(9, "period", period)
    visitor.optional(10, "useCode", useCode)
    visitor.optional(11, "censusTract", censusTract)
    visitor.optional(12, "otherGeographic", otherGeographic)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&use)
    case 2: try decoder.list(&lines)
    case 3: try decoder.optional(&city)
    case 4: try decoder.optional(&district)
    case 5: try decoder.optional(&state)
    case 6: try decoder.optional(&postalCode)
    case 7: try decoder.optional(&country)
    case 8: try decoder.optional(&text)
    case 9: try decoder.optional(&period)
    case 10: try decoder.optional(&useCode)
    case 11: try decoder.optional(&censusTract)
    case 12: try decoder.optional(&otherGeographic)
    default: throw decoder.unknownKey()
    }
  }
}
