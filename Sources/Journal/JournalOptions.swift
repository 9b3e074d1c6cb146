/// How a journal is opened for writing.
package struct JournalOptions {
  /// Most bytes of file that messages may fill. The map is this and
  /// ``JournalLimit/mapReserveBytes`` more: address space, not memory and not disk.
  package var maximumBytes = 1 << 40
  /// Free bytes of the file system below which no message is taken, so that cursors still move,
  /// deliveries go on, and the next start has room for its first commit.
  package var freeBytesMin: UInt64 = 64 << 20
  /// Whether the journal gets a new identity: it was put back to an older state, and whoever knows
  /// offsets of what came after must not take the next messages for those.
  package var renewsIdentity = false
  /// For tests: what the commit pretends to have got from the system, nil when nothing is amiss.
  package var commitFault: CommitFault?

  /// Asked just before a commit becomes durable. A code other than 0 makes the commit fail with it.
  package typealias CommitFault = () -> Int32

  package init() {}
}
