import CLMDB

/// The tables of the cell's ledger, in the journal's file and so in its transactions.
struct LedgerTables {
  /// index (8) → leaf.
  let leaves: MDB_dbi
  /// index (8) → sealed opening; absent where there is nothing to open, or it was erased.
  let openings: MDB_dbi
  /// size (8) → the tree at that size, for each multiple of ``JournalLimit/frontierInterval``.
  let frontiers: MDB_dbi

  /// The row of the table `header` that has the tree as it is now.
  static let rowKey = Array("ledger".utf8)

  /// Opens the handles; nil in a journal that an older version made and nobody has written since.
  init?(in transaction: OpaquePointer, creating: Bool) throws(JournalError) {
    func open(_ name: String) throws(JournalError) -> MDB_dbi? {
      var table: MDB_dbi = 0
      let code = mdb_dbi_open(transaction, name, creating ? UInt32(MDB_CREATE) : 0, &table)
      if code == MDB_NOTFOUND { return nil }
      try check(code, at: .open)
      return table
    }
    guard let leaves = try open("ledger"), let openings = try open("ledger-openings"),
      let frontiers = try open("ledger-frontiers")
    else { return nil }
    self.leaves = leaves
    self.openings = openings
    self.frontiers = frontiers
  }

  /// The key of an index or a size.
  static func key(_ number: UInt64) -> [UInt8] {
    var key: [UInt8] = []
    key.append(bigEndian: number)
    return key
  }
}
