import CLMDB
import Cryptography
import Ledger

/// What a start of the writer does: make or recognise the journal, begin an epoch, load the small
/// tables. Its cost does not depend on the number of records.
struct JournalOpening {
  /// The journal's id, 16 bytes.
  let identity: [UInt8]
  let tables: LMDBTables
  let epoch: UInt32
  let key: AEADContext
  let flows: FlowTable
  let names: InternTable
  let ledger: MerkleFrontier

  /// Begins an epoch in a commit of its own. That commit also makes sure that everything which is
  /// read from now on is on the disk, and that the disk takes writes at all.
  static func run(
    _ environment: LMDBEnvironment, _ cipher: RecordCipher, _ options: JournalOptions
  ) throws(JournalError) -> JournalOpening {
    let writing = try environment.write()
    let tables = try writing.openTables()
    let found = try JournalHeader.load(tables, in: writing.reading, cipher)
    let header =
      if let found, !options.renewsIdentity { found } else {
        try JournalHeader.create(tables, in: writing, cipher)
      }
    let epoch = try beginEpoch(tables, in: writing)
    guard let key = try cipher.key(epoch: epoch, tables, in: writing.reading) else {
      throw JournalError(.engine, at: .epoch)
    }
    let flows = try loadFlows(tables, in: writing.reading)
    let names = try loadNames(tables, in: writing.reading)
    let ledger = try writing.reading.ledger(tables)
    try writing.commit()
    return JournalOpening(
      identity: header.identity, tables: tables, epoch: epoch, key: key, flows: flows,
      names: names, ledger: ledger)
  }

  private static func beginEpoch(
    _ tables: LMDBTables, in writing: borrowing LMDBWriting
  ) throws(JournalError) -> UInt32 {
    let cursor = try LMDBCursor(tables.epochs, in: writing.reading)
    let last = try cursor.last()?.key.bigEndian(at: 0, as: UInt32.self) ?? 0
    guard last < UInt32.max else { throw JournalError(.limit, at: .epoch) }
    var row: [UInt8] = []
    row.append(bigEndian: last + 1)
    try writing.put(tables.epochs, row, SecureRandom.bytes(RecordCipher.saltCount))
    return last + 1
  }

  private static func loadFlows(
    _ tables: LMDBTables, in reading: LMDBReading
  ) throws(JournalError) -> FlowTable {
    var flows = FlowTable()
    try reading.forEach(tables.flows) { (key, value) throws(JournalError) in
      guard key.count == 4 else { throw JournalError(.structure, at: .open) }
      try flows.load(key.bigEndian(at: 0, as: UInt32.self), value)
    }
    return flows
  }

  private static func loadNames(
    _ tables: LMDBTables, in reading: LMDBReading
  ) throws(JournalError) -> InternTable {
    var names = InternTable()
    try reading.forEach(tables.names) { (key, value) throws(JournalError) in
      guard key.count == 4 else { throw JournalError(.structure, at: .open) }
      try names.load(key.bigEndian(at: 0, as: UInt32.self), value)
    }
    return names
  }
}
