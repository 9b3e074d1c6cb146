import CLMDB
import Cryptography
package import Ledger

/// The journal over LMDB: the default engine. Owned by one thread.
///
/// It stops for good at the first commit that fails, whatever failed: after a failed sync nobody
/// knows what is on the disk but a new start that reads it.
package final class LMDBJournal: JournalEngine {
  /// 16 random bytes that tell this journal from any other, the one it replaced included.
  package let identity: [UInt8]
  /// What reads this journal; the same object that reads it from other processes.
  package let reader: JournalReader
  /// The tree of all leaves that are durable.
  package private(set) var ledger = MerkleFrontier()
  private let options: JournalOptions
  private let mapBytes: Int
  private var flowTable = FlowTable()
  private var names = InternTable()
  private let address = RecordAddress()
  private var epoch: UInt32 = 0
  private var epochKey: AEADContext
  private var isPoisoned = false

  /// Opens the journal in a directory of its own for the only writer, making it when it is new.
  ///
  /// - Parameters:
  ///   - storageKey: the compartment's 32 bytes; the journal is of no use without them.
  ///   - compartment: goes into every key, so that no record can move to another compartment.
  package init(
    directory path: String, storageKey: [UInt8], compartment: String,
    options: JournalOptions = JournalOptions()
  ) throws(JournalError) {
    JournalLimit.assertRelations()
    let cipher = try RecordCipher(storageKey: storageKey, compartment: compartment)
    let directory = try JournalDirectory.forWriting(path)
    let (environment, mapBytes) = try Self.open(path, options)
    let opening = try JournalOpening.run(environment, cipher, options)
    try directory.sync()
    identity = opening.identity
    reader = JournalReader(
      directory, environment, opening.tables, cipher, identity: opening.identity)
    self.options = options
    self.mapBytes = mapBytes
    epoch = opening.epoch
    epochKey = opening.key
    flowTable = opening.flows
    names = opening.names
    ledger = opening.ledger
  }

  /// Maps as much as the options ask for; where the system grants less address space, half of it,
  /// and so on down to a gigabyte.
  private static func open(
    _ path: String, _ options: JournalOptions
  ) throws(JournalError) -> (LMDBEnvironment, Int) {
    var bytes = options.maximumBytes + JournalLimit.mapReserveBytes
    while true {
      do {
        return (try LMDBEnvironment.open(path, mapBytes: bytes, isReadOnly: false), bytes)
      } catch {
        guard error.isOutOfAddressSpace, bytes > 1 << 30 else { throw error }
        bytes /= 2
      }
    }
  }

  package var flows: [JournalFlow] {
    zip(flowTable.interned.names, flowTable.extents).enumerated().map { number, flow in
      JournalFlow(
        number: FlowNumber(rawValue: UInt32(number)), name: flow.0, extent: flow.1)
    }
  }

  package func extent(of flow: FlowNumber) -> FlowExtent {
    let index = Int(flow.rawValue)
    return index < flowTable.extents.count ? flowTable.extents[index] : FlowExtent()
  }

  /// The name behind a flow's number.
  package func name(of flow: FlowNumber) -> String? {
    let index = Int(flow.rawValue)
    return index < flowTable.interned.names.count ? flowTable.interned.names[index] : nil
  }

  package func flow(named name: String) throws(JournalError) -> FlowNumber {
    try flowTable.intern(name)
  }

  package func intern(_ name: String) throws(JournalError) -> NameNumber {
    let number = try names.intern(
      name, bytesMax: JournalLimit.nameBytesMax, countMax: JournalLimit.namesMax)
    return NameNumber(rawValue: number)
  }

  /// The number of a name that has one.
  package func number(named name: String) -> NameNumber? {
    names.number(of: name).map { NameNumber(rawValue: $0) }
  }

  package func name(of number: NameNumber) -> String? {
    let index = Int(number.rawValue)
    return index < names.names.count ? names.names[index] : nil
  }

  package func commit(_ batch: JournalBatch) throws(JournalError) -> [UInt64] {
    guard !isPoisoned else { throw JournalError(.poisoned, at: .commit) }
    try admit(batch)
    // Until the commit has succeeded the journal counts as failed: no path leads past this.
    isPoisoned = true
    let offsets = try write(batch)
    isPoisoned = false
    return offsets
  }

  package func cursor(
    _ kind: JournalCursor.Kind, _ name: NameNumber, _ flow: FlowNumber
  ) throws(JournalError) -> UInt64? {
    try reader.cursor(kind, name, flow)
  }

  package func cursors() throws(JournalError) -> [JournalCursor] { try reader.cursors() }

  package func marks() throws(JournalError) -> [ProducerMark] { try reader.marks() }

  package func read(
    _ flow: FlowNumber, from offset: UInt64, _ bounds: ReadBounds,
    _ body: (JournalRecord) throws(JournalError) -> Void
  ) throws(JournalError) -> UInt64 {
    try reader.read(flow, from: offset, bounds, body)
  }
}

extension LMDBJournal {
  /// Refuses what must not be tried, before anything is.
  private func admit(_ batch: JournalBatch) throws(JournalError) {
    guard batch.entries.count <= JournalLimit.batchEntriesMax,
      batch.marks.count <= JournalLimit.batchMovesMax,
      batch.cursors.count <= JournalLimit.batchMovesMax,
      batch.leaves.count <= JournalLimit.batchLeavesMax,
      batch.erasedOpenings.count <= JournalLimit.batchErasuresMax,
      batch.erasedOpenings.isEmpty
        || batch.erasedOpenings.upperBound <= ledger.size && !batch.leaves.isEmpty,
      batch.flowNumbers.allSatisfy({ Int($0.rawValue) < flowTable.extents.count }),
      batch.cursors.allSatisfy({ Int($0.name.rawValue) < names.names.count })
    else { throw JournalError(.batch, at: .admit) }
    guard !batch.entries.isEmpty || !batch.leaves.isEmpty else { return }
    let (messageBytes, diskBytes) = batch.sizes
    guard messageBytes <= JournalLimit.batchBytesMax,
      batch.entries.allSatisfy({ $0.isWellFormed }),
      batch.leaves.allSatisfy({ $0.isWellFormed })
    else { throw JournalError(.batch, at: .admit) }
    // Where there is no room for messages any more there is some for what tells of their refusal.
    let share = batch.entries.isEmpty ? 2 : 1
    let room = mapBytes - JournalLimit.mapReserveBytes / share - reader.environment.usedBytes
    guard diskBytes <= room else { throw JournalError(.quota, at: .admit) }
    let freeBytesMin = options.freeBytesMin / UInt64(share)
    guard try reader.directory.freeBytes() >= freeBytesMin + UInt64(diskBytes) else {
      throw JournalError(.diskReserve, at: .admit)
    }
  }

  private func write(_ batch: JournalBatch) throws(JournalError) -> [UInt64] {
    let writing = try reader.environment.write()
    var flows = flowTable
    var recordTables = reader.environment.openRecordTables
    let offsets = try putEntries(batch.entries, &flows, &recordTables, in: writing)
    try putFlows(flows, in: writing)
    try putNames(in: writing)
    for mark in batch.marks { try writing.put(reader.tables.marks, mark.key, mark.value) }
    for cursor in batch.cursors {
      try writing.put(reader.tables.cursors, cursor.key, cursor.value)
    }
    let tree = try writing.append(
      batch.leaves, to: ledger, reader.tables, reader.cipher, (epoch, epochKey))
    try writing.erase(batch.erasedOpenings, reader.tables)
    if let fault = options.commitFault { try check(fault(), at: .commit) }
    try writing.commit()
    reader.environment.keep(recordTables)
    reader.environment.releasePages()
    flows.markWritten()
    flowTable = flows
    names.markWritten()
    ledger = tree
    return offsets
  }

  private func putEntries(
    _ entries: [JournalBatch.Entry], _ flows: inout FlowTable,
    _ tables: inout [FlowNumber: MDB_dbi], in writing: borrowing LMDBWriting
  ) throws(JournalError) -> [UInt64] {
    guard !entries.isEmpty else { return [] }
    var offsets: [UInt64] = []
    offsets.reserveCapacity(entries.count)
    var appender = writing.appender(tables)
    address.set(version: RecordCipher.version, epoch: epoch)
    for entry in entries {
      let offset = flows.assign(entry.flow, bytes: entry.range.count)
      address.set(entry.flow, offset)
      let count = RecordCipher.overhead + entry.range.count
      let space = try appender.reserve(entry.flow, key: address.key, count: count)
      try reader.cipher.seal(entry, at: address, with: epochKey, into: space)
      offsets.append(offset)
    }
    tables = appender.tables
    return offsets
  }

  /// Writes the rows of the flows that this commit changed or made.
  private func putFlows(
    _ flows: FlowTable, in writing: borrowing LMDBWriting
  ) throws(JournalError) {
    for index in flows.extents.indices
    where flows.extents[index] != flowTable.extents[index] || index >= flows.interned.persisted {
      var key: [UInt8] = []
      key.append(bigEndian: UInt32(index))
      let row = flows.extents[index].row(named: flows.interned.names[index])
      try writing.put(reader.tables.flows, key, row)
    }
  }

  private func putNames(in writing: borrowing LMDBWriting) throws(JournalError) {
    for index in names.unwritten {
      var key: [UInt8] = []
      key.append(bigEndian: UInt32(index))
      try writing.put(reader.tables.names, key, Array(names.names[index].utf8))
    }
  }
}
