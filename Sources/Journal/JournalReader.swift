import CLMDB
import Cryptography

/// Reads a journal: inside the cell that writes it, or beside that cell from another process.
///
/// Every call sees one consistent state, the one of the last commit before it.
package final class JournalReader {
  let directory: JournalDirectory
  let environment: LMDBEnvironment
  let tables: LMDBTables
  let cipher: RecordCipher
  private let address = RecordAddress()

  init(
    _ directory: JournalDirectory, _ environment: LMDBEnvironment, _ tables: LMDBTables,
    _ cipher: RecordCipher
  ) {
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
    self.init(directory, environment, tables, cipher)
    let header = try environment.read { (reading) throws(JournalError) in
      try JournalHeader.load(tables, in: reading, cipher)
    }
    guard header != nil else { throw JournalError(.missing, at: .open) }
  }

  /// Gives the records of a flow from an offset on; see ``JournalEngine/read(_:from:_:_:)``.
  package func read(
    _ flow: FlowNumber, from offset: UInt64, _ bounds: ReadBounds,
    _ body: (JournalRecord) throws(JournalError) -> Void
  ) throws(JournalError) -> UInt64 {
    guard let table = try environment.recordTable(of: flow) else { return offset }
    defer { environment.releasePages() }
    return try environment.read { (reading) throws(JournalError) in
      guard let extent = try extent(of: flow, in: reading) else { return offset }
      var place = max(offset, extent.first)
      guard place < extent.next, bounds.countMax > 0 else { return place }
      let cursor = try LMDBCursor(table, in: reading)
      address.set(flow, place)
      var row = try cursor.seek(address.key)
      var bytes = 0
      var count = 0
      while place < extent.next, count < bounds.countMax {
        let isThere = row.map { isKey($0.key, at: place) } ?? false
        let size = isThere ? max(0, (row?.value.count ?? 0) - RecordCipher.overhead) : 0
        if count > 0, bytes + size > bounds.bytesMax { break }
        address.set(flow, place)
        if isThere, let value = row?.value {
          try body(cipher.open(value, at: address, tables, in: reading))
          row = try cursor.next()
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
