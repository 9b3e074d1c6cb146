import CLMDB

/// What a transaction can read. Every buffer it returns lies in the map and is valid until the
/// transaction ends or writes.
struct LMDBReading {
  let transaction: OpaquePointer

  init(_ transaction: OpaquePointer) { self.transaction = transaction }

  /// The value of `key`, nil when there is none.
  func value(
    _ table: MDB_dbi, _ key: UnsafeRawBufferPointer
  ) throws(JournalError) -> UnsafeRawBufferPointer? {
    var keyValue = MDB_val(key)
    var value = MDB_val()
    let code = mdb_get(transaction, table, &keyValue, &value)
    if code == MDB_NOTFOUND { return nil }
    try check(code, at: .read)
    return UnsafeRawBufferPointer(value)
  }

  /// The value of `key`, nil when there is none.
  func value(_ table: MDB_dbi, _ key: [UInt8]) throws(JournalError) -> UnsafeRawBufferPointer? {
    var keyValue = MDB_val()
    var value = MDB_val()
    let code = key.withUnsafeBytes { bytes in
      keyValue = MDB_val(bytes)
      return mdb_get(transaction, table, &keyValue, &value)
    }
    if code == MDB_NOTFOUND { return nil }
    try check(code, at: .read)
    return UnsafeRawBufferPointer(value)
  }

  /// Gives every row of a small table, in the order of its keys.
  func forEach(
    _ table: MDB_dbi,
    _ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer)
      throws(JournalError) -> Void
  ) throws(JournalError) {
    let cursor = try LMDBCursor(table, in: self)
    var row = try cursor.first()
    while let current = row {
      try body(current.key, current.value)
      row = try cursor.next()
    }
  }

  /// LMDB's own figures about a table.
  func statistics(_ table: MDB_dbi) throws(JournalError) -> MDB_stat {
    var statistics = MDB_stat()
    try check(mdb_stat(transaction, table, &statistics), at: .read)
    return statistics
  }
}

extension MDB_val {
  /// LMDB takes a pointer to mutable bytes for what it only reads.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.init(
      mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
  }
}

extension UnsafeRawBufferPointer {
  init(_ value: MDB_val) {
    self.init(start: value.mv_data, count: value.mv_size)
  }
}
