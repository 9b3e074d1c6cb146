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

extension LossLedger: Record {
  package static let rule: StaticString = "loss-ledger"
  package static let required: KeySet = [1]

  package init() { self.init(mapped: 0) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "mapped", mapped)
    visitor.list(2, "dropped", dropped)
    visitor.list(3, "unknown", unknown)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&mapped)
    case 2: try decoder.list(&dropped)
    case 3: try decoder.list(&unknown)
    default: throw decoder.unknownKey()
    }
  }
}
