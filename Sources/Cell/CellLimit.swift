import CellProtocol
import Journal

/// The bounds of a cell that are not of its protocol, and what they and the protocol's must be to
/// the journal's.
package enum CellLimit {
  /// How far below a producer's newest message a cell knows what it never took.
  package static let sequencesKnown: UInt64 = 16_384
  /// Cursors that one commit moves; the others wait for the next.
  static let cursorsPerCommitMax = 32_768
  /// Signers of one import that are passed over at once, having been waited for before.
  static let signersGivenUpMax = 256
  /// Journals never heard of with which a source may come: each takes a name here, for good.
  package static let newJournalsMax = 8
  /// Milliseconds after which it may come with one more.
  package static let newJournalInterval: Int64 = 3_600_000
  /// Milliseconds between two looks at connections that hold unread bytes and have no session.
  static let ghostInterval: Int64 = 5_000
  /// Milliseconds after which repeats of a refusal get a leaf with their count; each time twice as
  /// long, up to ``foldMax``, while they go on.
  static let foldMin: Int64 = 60_000
  static let foldMax: Int64 = 3_600_000
  /// Kinds of refusal that are counted apart, of all and of one peer.
  static let foldRowsMax = 4_096
  static let foldRowsOfOneMax = 64
  /// Leaves that may wait for the journal; beyond, counts wait.
  static let leavesWaitingMax = 8_192
  /// Leaves of one commit.
  static let leavesPerCommitMax = 4_096
  /// Milliseconds after which leaves are brought again that the journal did not take.
  static let ledgerRetry: Int64 = 1_000
  /// Milliseconds between two heads of the ledger.
  static let headInterval: Int64 = 10_000
  /// Milliseconds by which the clock must jump to be noted.
  static let clockStepMin: UInt64 = 30_000

  /// Traps where bounds contradict each other.
  static func assertRelations() {
    Limit.assertRelations()
    precondition(
      sequencesKnown >= 2 * Limit.messagesUnansweredMax, "what may come again is known exactly")
    precondition(
      Limit.messagesPerDrainMax + Limit.messagesPerFrameMax <= JournalLimit.batchEntriesMax,
      "what one drain takes is one commit")
    precondition(
      Limit.bytesPerDrainMax + Limit.transportBytesMax <= JournalLimit.batchBytesMax,
      "what one drain takes is one commit")
    precondition(
      Limit.messagesPerDrainMax + Limit.messagesPerFrameMax <= JournalLimit.batchMovesMax,
      "each message may move a mark of its own")
    precondition(
      cursorsPerCommitMax <= JournalLimit.batchMovesMax, "cursors fit a commit")
    precondition(leavesPerCommitMax <= JournalLimit.batchLeavesMax, "leaves fit a commit")
    precondition(foldRowsMax <= leavesWaitingMax, "the first of each kind may wait")
    precondition(Limit.messageBytesMax <= JournalLimit.messageBytesMax, "what comes can be kept")
  }
}
