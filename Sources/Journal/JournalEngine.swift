package import Ledger

/// A cell's durable log, whatever keeps it.
///
/// One thread owns a journal and every consumer is a position in it. Nothing may be acknowledged
/// before ``commit(_:)`` returned; after a fatal error nothing is written any more.
package protocol JournalEngine: AnyObject {
  /// The number of a flow, a new one when it has none. The new number becomes durable with the next
  /// commit.
  func flow(named name: String) throws(JournalError) -> FlowNumber

  /// The number of a principal's, a subscription's or a rule's name, as for flows.
  func intern(_ name: String) throws(JournalError) -> NameNumber

  /// Makes a batch durable and returns the offset of each entry. When it throws, nothing of the
  /// batch may be acknowledged; see ``JournalError/isFatal`` for whether the journal goes on.
  func commit(_ batch: JournalBatch) throws(JournalError) -> [UInt64]

  /// The cell's ledger: the tree of all leaves that are durable.
  var ledger: MerkleFrontier { get }

  /// The flows by number: their names and what they hold.
  var flows: [JournalFlow] { get }

  /// What one flow holds.
  func extent(of flow: FlowNumber) -> FlowExtent

  /// The name behind a number.
  func name(of number: NameNumber) -> String?

  /// Where a consumer or an import stands, nil when it has never been there.
  func cursor(
    _ kind: JournalCursor.Kind, _ name: NameNumber, _ flow: FlowNumber
  ) throws(JournalError) -> UInt64?

  /// All cursors.
  func cursors() throws(JournalError) -> [JournalCursor]

  /// All producers' marks.
  func marks() throws(JournalError) -> [ProducerMark]

  /// Gives the records of a flow from an offset on, in order, until a bound is reached or there are
  /// no more; returns the offset to go on from.
  func read(
    _ flow: FlowNumber, from offset: UInt64, _ bounds: ReadBounds,
    _ body: (JournalRecord) throws(JournalError) -> Void
  ) throws(JournalError) -> UInt64
}

/// How much one read may give.
package struct ReadBounds: Sendable {
  /// Message bytes. A first record larger than this is given all the same, so that no reader stands
  /// before it for ever.
  package let bytesMax: Int
  /// Records, damaged ones included.
  package let countMax: Int

  package init(bytesMax: Int, countMax: Int) {
    self.bytesMax = bytesMax
    self.countMax = countMax
  }
}

/// A flow and what it holds.
package struct JournalFlow: Equatable, Sendable {
  package let number: FlowNumber
  package let name: String
  package let extent: FlowExtent
}
