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
    precondition(Limit.messageBytesMax <= JournalLimit.messageBytesMax, "what comes can be kept")
  }
}
