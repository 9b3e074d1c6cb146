/// How often, how long, from when; FHIR Timing, TQ1, ORC-7.
public struct Timing: Equatable, Sendable {
  /// TQ1-2.
  public var quantity: Quantity?
  /// TQ1-3, table 0335.
  public var patterns: [Concept] = []
  /// ORC-7.2 as written.
  public var interval: String?
  /// TQ1-4.
  public var explicitTimes: [String] = []
  /// TQ1-6, ORC-7.3.
  public var duration: Quantity?
  /// TQ1-7.
  public var start: Timestamp?
  /// TQ1-8.
  public var end: Timestamp?
  /// TQ1-9, ORC-7.6.
  public var priorities: [Concept] = []
  /// TQ1-10.
  public var condition: String?
  /// TQ1-11.
  public var text: String?
  /// TQ1-14.
  public var occurrences: UInt32?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Timing: Record {
  package static let rule: StaticString = "timing"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "quantity", quantity)
    visitor.list(2, "repeat", patterns)
    visitor.optional(3, "interval", interval)
    visitor.list(4, "timeOfDay", explicitTimes)
    visitor.optional(5, "duration", duration)
    visitor.optional(6, "start", start)
    visitor.optional(7, "end", end)
    visitor.list(8, "priority", priorities)
    visitor.optional(9, "condition", condition)
    visitor.optional(10, "text", text)
    visitor.optional(11, "count", occurrences)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&quantity)
    case 2: try decoder.list(&patterns)
    case 3: try decoder.optional(&interval)
    case 4: try decoder.list(&explicitTimes)
    case 5: try decoder.optional(&duration)
    case 6: try decoder.optional(&start)
    case 7: try decoder.optional(&end)
    case 8: try decoder.list(&priorities)
    case 9: try decoder.optional(&condition)
    case 10: try decoder.optional(&text)
    case 11: try decoder.optional(&occurrences)
    default: throw decoder.unknownKey()
    }
  }
}
