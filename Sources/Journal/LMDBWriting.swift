import CLMDB

/// The write transaction. It is committed, or it never happened.
struct LMDBWriting: ~Copyable {
  private let transaction: OpaquePointer

  init(_ transaction: OpaquePointer) { self.transaction = transaction }

  deinit { mdb_txn_abort(transaction) }

  /// What this transaction can read, its own changes included.
  var reading: LMDBReading { LMDBReading(transaction) }

  /// Sets a row, replacing the one with the same key.
  borrowing func put(_ table: MDB_dbi, _ key: [UInt8], _ value: [UInt8]) throws(JournalError) {
    try put(table, key, value, 0)
  }

  /// Adds a row behind all others of its table; one that would not be is an error.
  borrowing func append(
    _ table: MDB_dbi, _ key: [UInt8], _ value: [UInt8]
  ) throws(JournalError) {
    try put(table, key, value, UInt32(MDB_APPEND))
  }

  /// Takes a row away, if there is one.
  borrowing func remove(_ table: MDB_dbi, _ key: [UInt8]) throws(JournalError) {
    let code = key.withUnsafeBytes { keyBytes in
      var keyValue = MDB_val(keyBytes)
      return mdb_del(transaction, table, &keyValue, nil)
    }
    guard code != MDB_NOTFOUND else { return }
    try check(code, at: .put)
  }

  private borrowing func put(
    _ table: MDB_dbi, _ key: [UInt8], _ value: [UInt8], _ flags: UInt32
  ) throws(JournalError) {
    let code = key.withUnsafeBytes { keyBytes in
      value.withUnsafeBytes { valueBytes in
        var keyValue = MDB_val(keyBytes)
        var valueValue = MDB_val(valueBytes)
        return mdb_put(transaction, table, &keyValue, &valueValue, flags)
      }
    }
    try check(code, at: .put)
  }

  /// What appends records in this transaction.
  borrowing func appender(_ tables: [FlowNumber: MDB_dbi]) -> LMDBAppender {
    LMDBAppender(transaction, tables)
  }

  /// Opens the tables, making those that are missing.
  borrowing func openTables() throws(JournalError) -> LMDBTables {
    try LMDBTables(in: transaction, creating: true)
  }

  /// Returns when everything is on the disk; throws when it may not be.
  consuming func commit() throws(JournalError) {
    let transaction = self.transaction
    // LMDB frees the transaction whether or not it could commit it.
    discard self
    try check(mdb_txn_commit(transaction), at: .commit)
  }
}
