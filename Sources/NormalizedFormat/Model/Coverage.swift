/// Insurance; FHIR Coverage, IN1.
public struct Coverage: Equatable, Sendable {
  /// Policy number; IN1-36.
  public var identifiers: [Identifier] = []
  /// IN1-2.
  public var plan: Concept?
  /// IN1-3–7.
  public var insurers: [Organization] = []
  /// IN1-8.
  public var groupNumber: String?
  /// IN1-9.
  public var groupNames: [String] = []
  /// IN1-12–13.
  public var period: Period?
  /// IN1-15.
  public var planType: Concept?
  /// IN1-16–19, IN1-43.
  public var subscribers: [Contact] = []
  /// Patient to subscriber; IN1-17.
  public var relationship: Concept?
  /// IN1-14.
  public var authorization: String?
  /// IN1-22.
  public var priority: String?
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Coverage: Record {
  package static let rule: StaticString = "coverage"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "plan", plan)
    visitor.list(3, "payor", insurers)
    visitor.optional(4, "groupNumber", groupNumber)
    visitor.list(5, "groupName", groupNames)
    visitor.optional(6, "period", period)
    visitor.optional(7, "planType", planType)
    visitor.list(8, "subscriber", subscribers)
    visitor.optional(9, "relationship", relationship)
    visitor.optional(10, "authorization", authorization)
    visitor.optional(11, "order", priority)
    visitor.list(12, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&plan)
    case 3: try decoder.list(&insurers)
    case 4: try decoder.optional(&groupNumber)
    case 5: try decoder.list(&groupNames)
    case 6: try decoder.optional(&period)
    case 7: try decoder.optional(&planType)
    case 8: try decoder.list(&subscribers)
    case 9: try decoder.optional(&relationship)
    case 10: try decoder.optional(&authorization)
    case 11: try decoder.optional(&priority)
    case 12: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
