/// Every bound of the journal, with the relations between them.
package enum JournalLimit {
  /// A flow's name in UTF-8: two names of 32 bytes with a slash between them, and one to spare.
  package static let flowNameBytesMax = 66
  /// The name of a principal, subscription or rule in UTF-8.
  package static let nameBytesMax = 128
  /// Flows of one journal, own and imported. Each is a table, and each transaction looks at every
  /// table that is open.
  package static let flowsMax = 4_096
  /// Names of one journal: principals, subscriptions and rules.
  package static let namesMax = 262_144
  /// One message: four times what a frame of the wire protocol carries.
  package static let messageBytesMax = 4 << 20
  /// Entries of one commit.
  package static let batchEntriesMax = 65_536
  /// Message bytes of one commit. Far below the 512 MiB of dirty pages at which LMDB would begin to
  /// write before the commit.
  package static let batchBytesMax = 64 << 20
  /// Producer marks, and cursors, that one commit may move.
  package static let batchMovesMax = 65_536
  /// Leaves of the ledger in one commit.
  package static let batchLeavesMax = 8_192
  /// Openings that one commit may erase.
  package static let batchErasuresMax = 4_096
  /// What opens one leaf, in bytes.
  package static let openingBytesMax = 16_384
  /// The tree is kept for each multiple of so many leaves: what was once is found again from there.
  package static let frontierInterval: UInt64 = 1_024
  /// Damaged records that one verification lists; it counts them all.
  package static let damagedListedMax = 1_000
  /// Processes that may read at the same time.
  package static let readersMax: UInt32 = 32
  /// Space that entries may not use, so that cursors can still move in a full journal. Half of it,
  /// and half of the free bytes that messages leave, is for the ledger's leaves.
  package static let mapReserveBytes = 64 << 20

  /// Traps where two bounds contradict each other.
  package static func assertRelations() {
    precondition(messageBytesMax <= batchBytesMax, "one message fits into a commit")
    precondition(batchBytesMax <= 128 << 20, "a commit stays in memory until it is written")
    precondition(nameBytesMax + 4 <= 511, "a name fits into a key of LMDB")
  }
}
