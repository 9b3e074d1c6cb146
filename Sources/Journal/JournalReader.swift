import CLMDB
import Cryptography

/// Reads a journal: inside the cell that writes it, or beside that cell from another process.
///
/// Every call sees one consistent state, the one of the last commit before it.
package final class JournalReader {
  /// 16 random bytes that tell this journal from any other.
  package let identity: [UInt8]
  let directory: JournalDirectory
  let environment: LMDBEnvironment
  let tables: LMDBTables
  let cipher: RecordCipher
  private let address = RecordAddress()

  init(
    _ directory: JournalDirectory, _ environment: LMDBEnvironment, _ tables: LMDBTables,
    _ cipher: RecordCipher, identity: [UInt8]
  ) {
    self.identity = identity
    self.directory = directory
    self.environment = environment
    self.tables = tables
    self.cipher = cipher
  }

  /// Opens a journal for reading only; a cell may write it at the same time.
  ///
  /// - Parameter storageKey: the compartment's 32 bytes.
  package convenience init(
    directory path: String, storageKey: [UInt8], compartment: String
  ) throws(JournalError) {
    let cipher = try RecordCipher(storageKey: storageKey, compartment: compartment)
    let directory = try JournalDirectory.forReading(path)
    let mapBytes = JournalOptions().maximumBytes + JournalLimit.mapReserveBytes
    let environment = try LMDBEnvironment.open(path, mapBytes: mapBytes, isReadOnly: true)
    let tables = try environment.openTables()
    let found = try environment.read { (reading) throws(JournalError) in
      try JournalHeader.load(tables, in: reading, cipher)
    }
    guard let header = found else { throw JournalError(.missing, at: .open) }
    self.init(directory, environment, tables, cipher, identity: header.identity)
  }

  /// Gives the records of a flow from an offset on; see ``JournalEngine/read(_:from:_:_:)``.
  package func read(
    _ flow: FlowNumber, from offset: UInt64, _ bounds: ReadBounds,
    _ body: (JournalRecord) throws(JournalError) -> Void
  ) throws(JournalError) -> UInt64 {
    try environment.checkLength()
    defer { environment.releasePages() }
    let table: MDB_dbi?
    do throws(JournalError) {
      table = try environment.recordTable(of: flow)
    } catch  where error.code == .structure {
      return try giveDamage(flow, from: offset, bounds, body)
    }
    guard let table else { return offset }
    return try environment.read { (reading) throws(JournalError) in
      guard let extent = try extent(of: flow, in: reading) else { return offset }
      var place = max(offset, extent.first)
      guard place < extent.next, bounds.countMax > 0 else { return place }
      let cursor = try LMDBCursor(table, in: reading)
      var bytes = 0
      var count = 0
      while place < extent.next, count < bounds.countMax {
        let value: UnsafeRawBufferPointer?
        do throws(JournalError) {
          value = try row(at: place, of: flow, cursor)
        } catch  where error.code == .structure {
          // After this LMDB takes nothing in the same transaction: the next call has its own.
          if count == 0 { try body(.damaged(offset: place)) }
          return count == 0 ? place + 1 : place
        }
        let size = max(0, (value?.count ?? 0) - RecordCipher.overhead)
        if count > 0, bytes + size > bounds.bytesMax { break }
        if let value {
          try body(cipher.open(value, at: address, tables, in: reading))
        } else {
          try body(.damaged(offset: place))
        }
        bytes += size
        count += 1
        place += 1
      }
      return place
    }
  }

  /// The record at a place; nil where it is missing or the disk does not give it.
  ///
  /// Each is looked for, instead of going on from the last: LMDB ends the process when it comes to
  /// a neighbour that is no page, and says so when it looks for one.
  private func row(
    at place: UInt64, of flow: FlowNumber, _ cursor: borrowing LMDBCursor
  ) throws(JournalError) -> UnsafeRawBufferPointer? {
    address.set(flow, place)
    guard let row = try cursor.seek(address.key), isKey(row.key, at: place) else { return nil }
    // A large record has pages of its own, which LMDB did not touch.
    guard row.value.count < Self.ownPagesMin || environment.canRead(row.value) else { return nil }
    return row.value
  }

  /// Records from this size on may have pages of their own (me_nodemax of LMDB, half a page).
  private static let ownPagesMin = 1_900

  /// The table of the flow's records can't be found any more: all of them are damaged.
  private func giveDamage(
    _ flow: FlowNumber, from offset: UInt64, _ bounds: ReadBounds,
    _ body: (JournalRecord) throws(JournalError) -> Void
  ) throws(JournalError) -> UInt64 {
    let found: FlowExtent? = try environment.read { (reading) throws(JournalError) in
      try extent(of: flow, in: reading)
    }
    guard let extent = found else { return offset }
    var place = max(offset, extent.first)
    for _ in 0..<bounds.countMax where place < extent.next {
      try body(.damaged(offset: place))
      place += 1
    }
    return place
  }

  /// All flows with what they hold.
  package func flows() throws(JournalError) -> [JournalFlow] {
    try environment.read { (reading) throws(JournalError) in
      var flows: [JournalFlow] = []
      try reading.forEach(tables.flows) { (key, value) throws(JournalError) in
        guard key.count == 4 else { throw JournalError(.structure, at: .read) }
        let extent = try FlowExtent(row: value)
        let number = FlowNumber(rawValue: key.bigEndian(at: 0, as: UInt32.self))
        let name = String(decoding: value.dropFirst(FlowExtent.byteCount), as: UTF8.self)
        flows.append(JournalFlow(number: number, name: name, extent: extent))
      }
      return flows
    }
  }

  /// The names of principals, subscriptions and rules, by their numbers.
  package func names() throws(JournalError) -> [NameNumber: String] {
    try environment.read { (reading) throws(JournalError) in
      var names: [NameNumber: String] = [:]
      try reading.forEach(tables.names) { (key, value) throws(JournalError) in
        guard key.count == 4 else { throw JournalError(.structure, at: .read) }
        let number = NameNumber(rawValue: key.bigEndian(at: 0, as: UInt32.self))
        names[number] = String(decoding: value, as: UTF8.self)
      }
      return names
    }
  }

  /// All producers' marks.
  package func marks() throws(JournalError) -> [ProducerMark] {
    try environment.read { (reading) throws(JournalError) in
      var marks: [ProducerMark] = []
      try reading.forEach(tables.marks) { (key, value) throws(JournalError) in
        marks.append(try ProducerMark(key, value))
      }
      return marks
    }
  }

  /// All cursors.
  package func cursors() throws(JournalError) -> [JournalCursor] {
    try environment.read { (reading) throws(JournalError) in
      var cursors: [JournalCursor] = []
      try reading.forEach(tables.cursors) { (key, value) throws(JournalError) in
        cursors.append(try JournalCursor(key, value))
      }
      return cursors
    }
  }

  /// Where one consumer or import stands.
  package func cursor(
    _ kind: JournalCursor.Kind, _ name: NameNumber, _ flow: FlowNumber
  ) throws(JournalError) -> UInt64? {
    let key = JournalCursor(kind: kind, name: name, flow: flow, next: 0).key
    return try environment.read { (reading) throws(JournalError) in
      guard let value = try reading.value(tables.cursors, key) else { return nil }
      guard value.count == 8 else { throw JournalError(.structure, at: .read) }
      return value.bigEndian(at: 0, as: UInt64.self)
    }
  }

  func extent(
    of flow: FlowNumber, in reading: LMDBReading
  ) throws(JournalError) -> FlowExtent? {
    var key: [UInt8] = []
    key.append(bigEndian: flow.rawValue)
    guard let row = try reading.value(tables.flows, key) else { return nil }
    return try FlowExtent(row: row)
  }

  private func isKey(_ key: UnsafeRawBufferPointer, at offset: UInt64) -> Bool {
    key.count == RecordAddress.keyCount && key.bigEndian(at: 0, as: UInt64.self) == offset
  }
}
