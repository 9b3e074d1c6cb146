import CLMDB

/// A position in a table. It closes itself, which must happen before its transaction ends.
struct LMDBCursor: ~Copyable {
  typealias Row = (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

  private let pointer: OpaquePointer

  init(_ table: MDB_dbi, in reading: LMDBReading) throws(JournalError) {
    var cursor: OpaquePointer?
    try check(mdb_cursor_open(reading.transaction, table, &cursor), at: .read)
    guard let cursor else { throw JournalError(.engine, at: .read) }
    pointer = cursor
  }

  deinit { mdb_cursor_close(pointer) }

  /// The first row of the table.
  borrowing func first() throws(JournalError) -> Row? { try move(MDB_FIRST) }

  /// The last row of the table.
  borrowing func last() throws(JournalError) -> Row? { try move(MDB_LAST) }

  /// The row after the current one.
  borrowing func next() throws(JournalError) -> Row? { try move(MDB_NEXT) }

  /// The first row whose key is not smaller than `key`.
  borrowing func seek(_ key: UnsafeRawBufferPointer) throws(JournalError) -> Row? {
    try move(MDB_SET_RANGE, MDB_val(key))
  }

  private borrowing func move(
    _ operation: MDB_cursor_op, _ key: MDB_val = MDB_val()
  ) throws(JournalError) -> Row? {
    var keyValue = key
    var value = MDB_val()
    let code = mdb_cursor_get(pointer, &keyValue, &value, operation)
    if code == MDB_NOTFOUND { return nil }
    try check(code, at: .read)
    return (UnsafeRawBufferPointer(keyValue), UnsafeRawBufferPointer(value))
  }
}
