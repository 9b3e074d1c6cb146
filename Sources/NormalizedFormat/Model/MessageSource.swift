/// What the source says of its message; FHIR MessageHeader, MSH.
public struct MessageSource: Equatable, Sendable {
  /// Such as `HL7v2`.
  public var standard: String
  /// MSH-12.
  public var version: String?
  /// Such as `ORU^R01^ORU_R01`; MSH-9.
  public var type: String?
  /// MSH-10.
  public var controlID: String?
  /// MSH-3.
  public var sendingApplication: Authority?
  /// MSH-4.
  public var sendingFacility: Authority?
  /// MSH-5.
  public var receivingApplication: Authority?
  /// MSH-6.
  public var receivingFacility: Authority?
  /// By which the bytes were read; MSH-18.
  public var characterSet: String?
  /// True: the source did not say its character set, or lied.
  public var characterSetAssumed: Bool = false
  /// Production, training or debugging; MSH-11.
  public var processing: String?
  /// MSH-13.
  public var sequence: String?
  /// MSH-21.
  public var profiles: [Identifier] = []
  /// MSH-8, as it came; labels come from policy, never from here.
  public var security: String?
  /// MSH-17.
  public var country: String?
  /// MSH-19.
  public var language: Concept?
  /// What else the source said of its message.
  public var details: [NamedField] = []

  /// Makes one with what it must have; the rest is set on it.
  public init(standard: String) {
    self.standard = standard
  }
}

extension MessageSource: Record {
  package static let rule: StaticString = "source"
  package static let required: KeySet = [1]

  package init() { self.init(standard: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "standard", standard)
    visitor.optional(2, "version", version)
    visitor.optional(3, "type", type)
    visitor.optional(4, "controlId", controlID)
    visitor.optional(5, "sendingApplication", sendingApplication)
    visitor.optional(6, "sendingFacility", sendingFacility)
    visitor.optional(7, "receivingApplication", receivingApplication)
    visitor.optional(8, "receivingFacility", receivingFacility)
    visitor.optional(9, "characterSet", characterSet)
    visitor.flag(10, "characterSetAssumed", characterSetAssumed)
    visitor.optional(11, "processing", processing)
    visitor.optional(12, "sequence", sequence)
    visitor.list(13, "profile", profiles)
    visitor.optional(14, "security", security)
    visitor.optional(15, "country", country)
    visitor.optional(16, "language", language)
    visitor.list(17, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&standard)
    case 2: try decoder.optional(&version)
    case 3: try decoder.optional(&type)
    case 4: try decoder.optional(&controlID)
    case 5: try decoder.optional(&sendingApplication)
    case 6: try decoder.optional(&sendingFacility)
    case 7: try decoder.optional(&receivingApplication)
    case 8: try decoder.optional(&receivingFacility)
    case 9: try decoder.optional(&characterSet)
    case 10: try decoder.flag(&characterSetAssumed)
    case 11: try decoder.optional(&processing)
    case 12: try decoder.optional(&sequence)
    case 13: try decoder.list(&profiles)
    case 14: try decoder.optional(&security)
    case 15: try decoder.optional(&country)
    case 16: try decoder.optional(&language)
    case 17: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
