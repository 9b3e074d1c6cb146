/// From when to when; FHIR Period, DR.
public struct Period: Equatable, Sendable {
  /// First moment.
  public var start: Timestamp?
  /// Last moment; absent while it lasts.
  public var end: Timestamp?

  /// Makes one of these parts.
  public init(start: Timestamp? = nil, end: Timestamp? = nil) {
    self.start = start
    self.end = end
  }
}

extension Period: Record {
  package static let rule: StaticString = "period"

  package init() { self.init(start: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "start", start)
    visitor.optional(2, "end", end)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&start)
    case 2: try decoder.optional(&end)
    default: throw decoder.unknownKey()
    }
  }
}
