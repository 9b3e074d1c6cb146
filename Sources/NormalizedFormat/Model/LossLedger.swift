/// What became of every non-empty field of the source.
public struct LossLedger: Equatable, Sendable {
  /// How many went into the content.
  public var mapped: UInt64
  /// What was left out, and why.
  public var dropped: [DroppedField] = []
  /// What was not understood, whole.
  public var unknown: [UnknownField] = []

  /// Makes one of these parts.
  public init(mapped: UInt64, dropped: [DroppedField] = [], unknown: [UnknownField] = []) {
    self.mapped = mapped
    self.dropped = dropped
    self.unknown = unknown
  }
}
