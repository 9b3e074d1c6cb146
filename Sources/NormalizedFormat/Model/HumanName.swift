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

extension HumanName: Record {
  package static let rule: StaticString = "human-name"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "use", use)
    visitor.optional(2, "family", family)
    visitor.optional(3, "familyPrefix", familyPrefix)
    visitor.list(4, "given", given)
    visitor.list(5, "prefix", prefixes)
    visitor.list(6, "suffix", suffixes)
    visitor.optional(7, "degree", degree)
    visitor.optional(8, "text", text)
    visitor.optional(9, "period", period)
    visitor.optional(10, "useCode", useCode)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&use)
    case 2: try decoder.optional(&family)
    case 3: try decoder.optional(&familyPrefix)
    case 4: try decoder.list(&given)
    case 5: try decoder.list(&prefixes)
    case 6: try decoder.list(&suffixes)
    case 7: try decoder.optional(&degree)
    case 8: try decoder.optional(&text)
    case 9: try decoder.optional(&period)
    case 10: try decoder.optional(&useCode)
    default: throw decoder.unknownKey()
    }
  }
}
