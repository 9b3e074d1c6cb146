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
