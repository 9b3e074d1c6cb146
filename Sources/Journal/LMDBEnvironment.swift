import CLMDB
import Glibc

/// An open LMDB environment: one memory-mapped file. Used from one thread.
///
/// The pointer is a plain C handle; it lives exactly as long as this object, and every transaction
/// made from it ends inside one call of this module.
final class LMDBEnvironment {
  private let pointer: OpaquePointer
  /// One read transaction, reset between uses, so that a read costs no lock and no allocation.
  private var idleReader: OpaquePointer?
  private var mapping: MappedFile?
  private var descriptor: Int32 = -1
  /// What the file lacks is zeros in this process.
  private var isFilled = false
  /// Handles of the tables of records that were used so far.
  private var recordTables: [FlowNumber: MDB_dbi] = [:]

  private init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit {
    if let idleReader { mdb_txn_abort(idleReader) }
    mdb_env_close(pointer)
  }

  /// Opens the files `data.mdb` and `lock.mdb` in `directory`. Commits are synchronous: LMDB writes
  /// the pages, calls fdatasync, and writes the page that makes them valid through O_DSYNC.
  ///
  /// - Parameter mapBytes: virtual address space, and so the most the file may grow to. The map is
  ///   read-only and costs neither memory nor swap until pages are touched.
  static func open(
    _ directory: String, mapBytes: Int, isReadOnly: Bool
  ) throws(JournalError) -> LMDBEnvironment {
    var created: OpaquePointer?
    try check(mdb_env_create(&created), at: .open)
    guard let created else { throw JournalError(.engine, at: .open) }
    let environment = LMDBEnvironment(created)
    try check(mdb_env_set_maxdbs(created, LMDBTables.countMax), at: .open)
    try check(mdb_env_set_maxreaders(created, JournalLimit.readersMax), at: .open)
    try check(mdb_env_set_mapsize(created, mapBytes), at: .open)
    // NOTLS: a reader belongs to the transaction, not to the thread that happened to begin it.
    let flags = UInt32(MDB_NOTLS) | (isReadOnly ? UInt32(MDB_RDONLY) : 0)
    try check(mdb_env_open(created, directory, flags, 0o600), at: .open)
    // A reader that was killed would keep old pages from being reused for ever.
    var dead: Int32 = 0
    try check(mdb_reader_check(created, &dead), at: .open)
    var descriptor: Int32 = -1
    try check(mdb_env_get_fd(created, &descriptor), at: .open)
    environment.descriptor = descriptor
    environment.mapping = MappedFile(descriptor: descriptor)
    try environment.admitLength(isReadOnly: isReadOnly)
    return environment
  }

  /// A file that is shorter than its own tables say has lost pages; touching one would end the
  /// process. A writer refuses it. A reader sees zeros there, which are no page and no record: so
  /// it can tell what is lost, and serve the rest.
  private func admitLength(isReadOnly: Bool) throws(JournalError) {
    guard try fileBytes() < usedBytes else { return }
    guard isReadOnly, let mapping, mapping.fillWithZeros(from: try fileBytes(), to: usedBytes)
    else {
      throw JournalError(.structure, at: .open)
    }
    isFilled = true
  }

  /// Refuses to read on where the file has become shorter than its tables say.
  func checkLength() throws(JournalError) {
    guard !isFilled, try fileBytes() < usedBytes else { return }
    throw JournalError(.structure, at: .read)
  }

  /// Whether bytes of the map can be read, as far as can be told without risking the process.
  func canRead(_ bytes: UnsafeRawBufferPointer) -> Bool { mapping?.canRead(bytes) ?? true }

  private func fileBytes() throws(JournalError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw JournalError(.inputOutput, at: .read, system: errno)
    }
    return Int(status.st_size)
  }

  /// Begins the only write transaction; dropping it aborts it.
  func write() throws(JournalError) -> LMDBWriting {
    try checkLength()
    var transaction: OpaquePointer?
    try check(mdb_txn_begin(pointer, nil, 0, &transaction), at: .begin)
    guard let transaction else { throw JournalError(.engine, at: .begin) }
    return LMDBWriting(transaction)
  }

  /// Runs `body` over one consistent state of the journal. What it is given is valid only inside.
  func read<Result>(
    _ body: (LMDBReading) throws(JournalError) -> Result
  ) throws(JournalError) -> Result {
    try checkLength()
    let transaction = try beginReading()
    defer {
      mdb_txn_reset(transaction)
      idleReader = transaction
    }
    return try body(LMDBReading(transaction))
  }

  /// Opens tables in a read transaction that is then committed, so that the handles stay.
  func openTables() throws(JournalError) -> LMDBTables {
    var transaction: OpaquePointer?
    try check(mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &transaction), at: .open)
    guard let transaction else { throw JournalError(.engine, at: .open) }
    do {
      let tables = try LMDBTables(in: transaction, creating: false)
      try check(mdb_txn_commit(transaction), at: .open)
      return tables
    } catch {
      mdb_txn_abort(transaction)
      throw error
    }
  }

  /// The table of a flow's records, nil while it has none. Not to be called inside a transaction.
  func recordTable(of flow: FlowNumber) throws(JournalError) -> MDB_dbi? {
    if let known = recordTables[flow] { return known }
    var transaction: OpaquePointer?
    try check(mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &transaction), at: .open)
    guard let transaction else { throw JournalError(.engine, at: .open) }
    var table: MDB_dbi = 0
    let code = mdb_dbi_open(transaction, LMDBTables.recordsName(of: flow), 0, &table)
    guard code == MDB_SUCCESS else {
      mdb_txn_abort(transaction)
      if code == MDB_NOTFOUND { return nil }
      throw JournalError(system: code, at: .open)
    }
    // The handle outlives the transaction because that is committed.
    try check(mdb_txn_commit(transaction), at: .open)
    recordTables[flow] = table
    return table
  }

  /// The tables of records that are open, for the write transaction to begin with.
  var openRecordTables: [FlowNumber: MDB_dbi] { recordTables }

  /// Keeps the handles of tables that a write transaction opened and committed.
  func keep(_ tables: [FlowNumber: MDB_dbi]) { recordTables = tables }

  /// Bytes of the file that were ever used: it grows and is reused, and never shrinks.
  var usedBytes: Int {
    var info = MDB_envinfo()
    var statistics = MDB_stat()
    guard mdb_env_info(pointer, &info) == MDB_SUCCESS,
      mdb_env_stat(pointer, &statistics) == MDB_SUCCESS
    else { return 0 }
    return (Int(info.me_last_pgno) + 1) * Int(statistics.ms_psize)
  }

  /// To be called after each operation, so that the journal's size does not become the process's.
  func releasePages() { mapping?.releaseIfDue(used: usedBytes) }

  /// The flags that LMDB works with.
  func flags() throws(JournalError) -> UInt32 {
    var flags: UInt32 = 0
    try check(mdb_env_get_flags(pointer, &flags), at: .open)
    return flags
  }

  private func beginReading() throws(JournalError) -> OpaquePointer {
    if let idle = idleReader {
      idleReader = nil
      let code = mdb_txn_renew(idle)
      if code == MDB_SUCCESS { return idle }
      mdb_txn_abort(idle)
      throw JournalError(system: code, at: .begin)
    }
    var transaction: OpaquePointer?
    try check(mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &transaction), at: .begin)
    guard let transaction else { throw JournalError(.engine, at: .begin) }
    return transaction
  }
}
