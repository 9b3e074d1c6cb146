public import NormalizedFormat

/// What one source message became: one message, or one for each patient where it is about several.
/// Each has its loss ledger; together they account for every non-empty field of the source.
public struct Normalization: Sendable {
  /// The messages; none only where the source says itself that there is nothing, such as the
  /// envelope of an empty batch.
  public let messages: [Message]

  /// Messages of one source message.
  public init(messages: [Message]) {
    self.messages = messages
  }

  /// The account over all messages.
  public var fields: FieldCounts {
    var counts = FieldCounts()
    for message in messages { counts.add(message.loss) }
    return counts
  }
}

/// How many non-empty fields of a source were mapped, left out by a rule, or not understood.
public struct FieldCounts: Equatable, Sendable {
  /// Put into the content.
  public private(set) var mapped: UInt64 = 0
  /// Left out by a named rule.
  public private(set) var dropped: UInt64 = 0
  /// Kept in the ledger, not understood.
  public private(set) var unknown: UInt64 = 0

  /// All zero.
  public init() {}

  /// All there was.
  public var total: UInt64 { mapped + dropped + unknown }

  /// Adds a message's account.
  public mutating func add(_ loss: LossLedger?) {
    guard let loss else { return }
    mapped += loss.mapped
    dropped += loss.droppedCount
    unknown += loss.unknownCount
  }

  /// Adds another count.
  public mutating func add(_ other: FieldCounts) {
    mapped += other.mapped
    dropped += other.dropped
    unknown += other.unknown
  }
}
