import CLMDB
import Cryptography
package import Ledger

/// A leaf as the journal has it.
package struct StoredLeaf: Equatable, Sendable {
  package let index: UInt64
  package let leaf: [UInt8]
  package let opening: StoredOpening
}

/// What lies beside a leaf to open its commitments.
package enum StoredOpening: Equatable, Sendable {
  /// Nothing: there was nothing to open, or it was erased.
  case absent
  case present([UInt8])
  /// Not what was sealed for this leaf.
  case damaged
}

extension JournalReader {
  /// The ledger's tree as of the last commit.
  package func ledger() throws(JournalError) -> MerkleFrontier {
    try environment.read { (reading) throws(JournalError) in try reading.ledger(tables) }
  }

  /// Leaves from an index on, at most `countMax`; one that is missing is left out.
  package func leaves(
    from index: UInt64, upTo end: UInt64, countMax: Int = 4_096
  ) throws(JournalError) -> [StoredLeaf] {
    guard let ledger = tables.ledger, index < end, countMax > 0 else { return [] }
    defer { environment.releasePages() }
    return try environment.read { (reading) throws(JournalError) in
      let cursor = try LMDBCursor(ledger.leaves, in: reading)
      var leaves: [StoredLeaf] = []
      var row = try seek(cursor, LedgerTables.key(index))
      while let current = row, leaves.count < countMax {
        guard current.key.count == 8 else { throw JournalError(.structure, at: .ledger) }
        let place = current.key.bigEndian(at: 0, as: UInt64.self)
        guard place < end else { break }
        leaves.append(
          StoredLeaf(
            index: place, leaf: Array(current.value),
            opening: try opening(of: place, ledger, in: reading)))
        row = try cursor.next()
      }
      return leaves
    }
  }

  private func seek(
    _ cursor: borrowing LMDBCursor, _ key: [UInt8]
  ) throws(JournalError) -> LMDBCursor.Row? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: key.count, alignment: 8)
    defer { buffer.deallocate() }
    buffer.copyBytes(from: key)
    return try cursor.seek(UnsafeRawBufferPointer(buffer))
  }

  private func opening(
    of index: UInt64, _ ledger: LedgerTables, in reading: LMDBReading
  ) throws(JournalError) -> StoredOpening {
    guard let row = try reading.value(ledger.openings, LedgerTables.key(index)) else {
      return .absent
    }
    guard let bytes = try cipher.openLedger(row, at: index, tables, in: reading) else {
      return .damaged
    }
    return .present(bytes)
  }

  /// The tree as it was at a size, from the nearest one that was kept and the leaves behind it: the
  /// same cost at any size. Nil when the ledger is not so long, or a leaf is missing.
  package func ledger(at size: UInt64) throws(JournalError) -> MerkleFrontier? {
    guard let ledger = tables.ledger else { return size == 0 ? MerkleFrontier() : nil }
    let kept = size - size % JournalLimit.frontierInterval
    let found: MerkleFrontier? = try environment.read { (reading) throws(JournalError) in
      try reading.frontier(at: kept, ledger)
    }
    guard let start = found else { return nil }
    return try extend(start, to: size)
  }

  /// A tree with the leaves behind it, up to a size; nil where one is missing.
  package func extend(
    _ tree: MerkleFrontier, to size: UInt64
  ) throws(JournalError) -> MerkleFrontier? {
    var tree = tree
    while tree.size < size {
      let leaves = try leaves(from: tree.size, upTo: size)
      guard !leaves.isEmpty else { return nil }
      for leaf in leaves {
        guard leaf.index == tree.size else { return nil }
        tree.append(MerkleTree.leafHash(leaf.leaf))
      }
    }
    return tree
  }
}
