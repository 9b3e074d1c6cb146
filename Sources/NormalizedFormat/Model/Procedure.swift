/// FHIR Procedure, PR1.
public struct Procedure: Equatable, Sendable {
  /// PR1-19.
  public var identifiers: [Identifier] = []
  /// PR1-3.
  public var code: Concept?
  /// PR1-4.
  public var description: String?
  /// PR1-5.
  public var time: Timestamp?
  /// PR1-6.
  public var type: Concept?
  /// PR1-7.
  public var duration: Quantity?
  /// PR1-8, 11, 12.
  public var practitioners: [Practitioner] = []
  /// PR1-15.
  public var reason: Concept?
  /// PR1-16.
  public var modifiers: [Concept] = []
  /// PR1-14.
  public var priority: String?
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Procedure: Record {
  package static let rule: StaticString = "procedure"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "code", code)
    visitor.optional(3, "description", description)
    visitor.optional(4, "performed", time)
    visitor.optional(5, "category", type)
    visitor.optional(6, "duration", duration)
    visitor.list(7, "performer", practitioners)
    visitor.optional(8, "reason", reason)
    visitor.list(9, "modifier", modifiers)
    visitor.optional(10, "priority", priority)
    visitor.list(11, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&code)
    case 3: try decoder.optional(&description)
    case 4: try decoder.optional(&time)
    case 5: try decoder.optional(&type)
    case 6: try decoder.optional(&duration)
    case 7: try decoder.list(&practitioners)
    case 8: try decoder.optional(&reason)
    case 9: try decoder.list(&modifiers)
    case 10: try decoder.optional(&priority)
    case 11: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
