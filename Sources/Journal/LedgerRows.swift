import CLMDB
import Cryptography
import Ledger

/// The rows of the ledger inside one transaction.
extension LMDBReading {
  /// The tree as the journal keeps it. Its size must be the number of the last leaf and one: LMDB
  /// writes both or none, so anything else is damage.
  func ledger(_ tables: LMDBTables) throws(JournalError) -> MerkleFrontier {
    guard let ledger = tables.ledger else { return MerkleFrontier() }
    let row = try value(tables.header, LedgerTables.rowKey).map { Array($0) }
    guard let tree = row.map({ MerkleFrontier(encoded: $0) }) ?? MerkleFrontier(),
      try leafCount(ledger) == tree.size
    else { throw JournalError(.structure, at: .ledger) }
    return tree
  }

  private func leafCount(_ ledger: LedgerTables) throws(JournalError) -> UInt64 {
    let cursor = try LMDBCursor(ledger.leaves, in: self)
    guard let last = try cursor.last() else { return 0 }
    guard last.key.count == 8 else { throw JournalError(.structure, at: .ledger) }
    return last.key.bigEndian(at: 0, as: UInt64.self) + 1
  }

  /// The tree as it was at a size that is a multiple of ``JournalLimit/frontierInterval``; nil
  /// where there is no row, or one that is no tree of this size.
  func frontier(
    at size: UInt64, _ ledger: LedgerTables
  ) throws(JournalError) -> MerkleFrontier? {
    guard size > 0 else { return MerkleFrontier() }
    guard let row = try value(ledger.frontiers, LedgerTables.key(size)),
      let tree = MerkleFrontier(encoded: Array(row)), tree.size == size
    else { return nil }
    return tree
  }
}

extension LMDBWriting {
  /// Appends leaves with what opens them, and sets the tree; gives the tree behind them.
  borrowing func append(
    _ leaves: [SealedLeaf], to tree: MerkleFrontier, _ tables: LMDBTables,
    _ cipher: RecordCipher, _ epoch: (number: UInt32, key: AEADContext)
  ) throws(JournalError) -> MerkleFrontier {
    guard !leaves.isEmpty else { return tree }
    guard let ledger = tables.ledger else { throw JournalError(.engine, at: .ledger) }
    var tree = tree
    for leaf in leaves {
      let key = LedgerTables.key(tree.size)
      try append(ledger.leaves, key, leaf.leaf)
      if !leaf.opening.isEmpty {
        let sealed = try cipher.seal(opening: leaf.opening, at: tree.size, epoch)
        try append(ledger.openings, key, sealed)
      }
      tree.append(MerkleTree.leafHash(leaf.leaf))
      if tree.size % JournalLimit.frontierInterval == 0 {
        try append(ledger.frontiers, LedgerTables.key(tree.size), tree.encoded)
      }
    }
    try put(tables.header, LedgerTables.rowKey, tree.encoded)
    return tree
  }
}

extension LMDBWriting {
  /// Takes away what opens these leaves; the leaves and the tree stay as they are.
  borrowing func erase(
    _ openings: Range<UInt64>, _ tables: LMDBTables
  ) throws(JournalError) {
    guard !openings.isEmpty else { return }
    guard let ledger = tables.ledger else { throw JournalError(.engine, at: .ledger) }
    for index in openings { try remove(ledger.openings, LedgerTables.key(index)) }
  }
}

extension RecordCipher {
  /// No flow has this number: what is sealed at its places is the ledger's.
  private static let ledgerPlace = FlowNumber(rawValue: .max)

  /// Seals what opens a leaf, at a place of its own: under one key each index is written once.
  func seal(
    opening: [UInt8], at index: UInt64, _ epoch: (number: UInt32, key: AEADContext)
  ) throws(JournalError) -> [UInt8] {
    let address = RecordAddress()
    address.set(Self.ledgerPlace, index)
    address.set(version: Self.version, epoch: epoch.number)
    do {
      return Array(address.header)
        + (try epoch.key.seal(
          opening, nonce: address.nonce, aad: Array(address.associatedData)))
    } catch {
      throw JournalError(.engine, at: .put)
    }
  }

  /// What opens a leaf; nil where it is not what was sealed for this index.
  func openLedger(
    _ record: UnsafeRawBufferPointer, at index: UInt64, _ tables: LMDBTables,
    in reading: LMDBReading
  ) throws(JournalError) -> [UInt8]? {
    guard record.count > RecordAddress.headerCount + Self.tagCount, record[0] == Self.version
    else { return nil }
    let epoch = record.bigEndian(at: 1, as: UInt32.self)
    guard let key = try key(epoch: epoch, tables, in: reading) else { return nil }
    let address = RecordAddress()
    address.set(Self.ledgerPlace, index)
    address.set(version: Self.version, epoch: epoch)
    return try? key.open(
      Array(record[RecordAddress.headerCount...]), nonce: address.nonce,
      aad: Array(address.associatedData))
  }
}
