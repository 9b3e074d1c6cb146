package import Ledger
package import Policy
package import ZeroMQ

/// All that a cell needs to run, verified and loaded by its program.
package struct CellConfiguration: Sendable {
  /// The verified policy it starts with.
  package var snapshot: PolicySnapshot
  /// Where it binds.
  package var endpoint: Endpoint
  /// By which it is known to all who connect.
  package var keys: CurveKeyPair
  /// Its journal's directory, 0700.
  package var journalDirectory: String
  /// 32 bytes that encrypt the journal.
  package var storageKey: [UInt8]
  /// The CURVE keys of our link principals, by name.
  package var linkKeys: [String: CurveKeyPair] = [:]
  /// How heads of the ledger are signed and kept.
  package var heads = HeadDesk()
  /// The documents that the snapshot is from.
  package var documents: [RulingDocument] = []
  /// What the ledger is to say of the start besides.
  package var notes: [LeafDraft] = []
  /// Bytes of the newest messages kept in clear, for consumers at the live end.
  package var tailBytes = 8 << 20
  /// Below so many free bytes of the file system nothing more is taken.
  package var freeBytesMin: UInt64 = 64 << 20
  /// For tests: makes commits fail.
  package var commitFault: (@Sendable () -> Int32)?

  /// Lines for the operator: codes, principals, counts; never content.
  package var log: @Sendable (String) -> Void = { _ in }

  package init(
    snapshot: PolicySnapshot, endpoint: Endpoint, keys: CurveKeyPair, journalDirectory: String,
    storageKey: [UInt8]
  ) {
    self.snapshot = snapshot
    self.endpoint = endpoint
    self.keys = keys
    self.journalDirectory = journalDirectory
    self.storageKey = storageKey
  }
}
