/// Source fields that were left out by a rule of the adapter.
public struct DroppedField: Equatable, Sendable {
  /// The source's path; a segment's name stands for all its fields.
  public var path: String
  /// Name of the rule in the adapter's README.
  public var rule: String
  /// How many non-empty fields.
  public var count: UInt64

  /// Makes one of these parts.
  public init(path: String, rule: String, count: UInt64) {
    self.path = path
    self.rule = rule
    self.count = count
  }
}

extension DroppedField: Record {
  package static let rule: StaticString = "dropped"
  package static let required: KeySet = [1, 2, 3]

  package init() { self.init(path: "", rule: "", count: 0) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "path", path)
    visitor.required(2, "rule", rule)
    visitor.required(3, "count", count)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&path)
    case 2: try decoder.required(&rule)
    case 3: try decoder.required(&count)
    default: throw decoder.unknownKey()
    }
  }
}
