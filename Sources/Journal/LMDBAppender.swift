import CLMDB

/// Appends records to the tables of flows inside one write transaction: a cursor for each flow,
/// since messages of different flows come mixed. It must be gone before the transaction commits.
struct LMDBAppender: ~Copyable {
  private let transaction: OpaquePointer
  /// The tables of records that are open, those opened here included.
  private(set) var tables: [FlowNumber: MDB_dbi]
  private var cursors: [FlowNumber: OpaquePointer] = [:]
  /// The last one used: messages of one flow mostly come together.
  private var current: (flow: FlowNumber, cursor: OpaquePointer)?

  init(_ transaction: OpaquePointer, _ tables: [FlowNumber: MDB_dbi]) {
    self.transaction = transaction
    self.tables = tables
  }

  deinit {
    for cursor in cursors.values { mdb_cursor_close(cursor) }
  }

  /// Makes the next row of a flow's table and returns the space for its value, to be filled whole
  /// before the next call. A key that is not beyond the last one is an error: offsets are given
  /// once.
  mutating func reserve(
    _ flow: FlowNumber, key: UnsafeRawBufferPointer, count: Int
  ) throws(JournalError) -> UnsafeMutableRawBufferPointer {
    let cursor = try cursor(of: flow)
    var keyValue = MDB_val(key)
    var value = MDB_val(mv_size: count, mv_data: nil)
    let flags = UInt32(MDB_RESERVE | MDB_APPEND)
    try check(mdb_cursor_put(cursor, &keyValue, &value, flags), at: .put)
    return UnsafeMutableRawBufferPointer(start: value.mv_data, count: value.mv_size)
  }

  private mutating func cursor(of flow: FlowNumber) throws(JournalError) -> OpaquePointer {
    if let current, current.flow == flow { return current.cursor }
    let cursor: OpaquePointer
    if let known = cursors[flow] {
      cursor = known
    } else {
      cursor = try openCursor(flow)
      cursors[flow] = cursor
    }
    current = (flow, cursor)
    return cursor
  }

  private mutating func openCursor(_ flow: FlowNumber) throws(JournalError) -> OpaquePointer {
    var table: MDB_dbi = 0
    if let known = tables[flow] {
      table = known
    } else {
      let name = LMDBTables.recordsName(of: flow)
      try check(mdb_dbi_open(transaction, name, UInt32(MDB_CREATE), &table), at: .put)
      tables[flow] = table
    }
    var opened: OpaquePointer?
    try check(mdb_cursor_open(transaction, table, &opened), at: .put)
    guard let opened else { throw JournalError(.engine, at: .put) }
    return opened
  }
}
