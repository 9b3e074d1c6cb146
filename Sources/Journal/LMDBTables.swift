import CLMDB

/// The small tables of a journal: named databases of one LMDB file. The records of each flow are in
/// a table of their own, so that every table grows at its end only, page by full page.
struct LMDBTables {
  /// `journal` → format, identity, key check.
  let header: MDB_dbi
  /// epoch (4) → salt (32).
  let epochs: MDB_dbi
  /// flow (4) → first offset (8), next offset (8), message bytes (8), name.
  let flows: MDB_dbi
  /// number (4) → name of a principal, a subscription or a rule.
  let names: MDB_dbi
  /// producer (16), flow (4) → epoch (8), sequence (8), floor (8), gaps (16 each).
  let marks: MDB_dbi
  /// kind (1), name (4), flow (4) → next offset wanted (8).
  let cursors: MDB_dbi
  /// The cell's ledger; nil when a journal of an older version is read and not written.
  let ledger: LedgerTables?

  /// Opens the handles; they outlive the transaction when it commits.
  init(in transaction: OpaquePointer, creating: Bool) throws(JournalError) {
    func open(_ name: String) throws(JournalError) -> MDB_dbi {
      var table: MDB_dbi = 0
      let code = mdb_dbi_open(transaction, name, creating ? UInt32(MDB_CREATE) : 0, &table)
      // A file without our tables is an environment that somebody else made, or one whose first
      // commit never came.
      if code == MDB_NOTFOUND { throw JournalError(.missing, at: .open, system: code) }
      try check(code, at: .open)
      return table
    }
    header = try open("header")
    epochs = try open("epochs")
    flows = try open("flows")
    names = try open("names")
    marks = try open("marks")
    cursors = try open("cursors")
    ledger = try LedgerTables(in: transaction, creating: creating)
  }

  /// The name of the table of a flow's records: offset (8) → record.
  static func recordsName(of flow: FlowNumber) -> String {
    "records/\(flow.rawValue)"
  }

  /// How many tables there may be.
  static let countMax = 9 + UInt32(JournalLimit.flowsMax)
}
