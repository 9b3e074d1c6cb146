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

  /// Makes a new row and returns the space for its value, to be filled whole before the next call.
  /// A key that exists already is an error: offsets are given out once.
  borrowing func reserve(
    _ key: UnsafeRawBufferPointer, count: Int
  ) throws(JournalError) -> UnsafeMutableRawBufferPointer {
    var keyValue = MDB_val(key)
    var value = MDB_val(mv_size: count, mv_data: nil)
    let flags = UInt32(MDB_RESERVE | MDB_NOOVERWRITE)
    try check(mdb_cursor_put(pointer, &keyValue, &value, flags), at: .put)
    return UnsafeMutableRawBufferPointer(start: value.mv_data, count: value.mv_size)
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
