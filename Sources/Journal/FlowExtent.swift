/// What a flow holds.
package struct FlowExtent: Equatable, Sendable {
  /// The oldest offset kept.
  package var first: UInt64 = 0
  /// The offset that the next message gets: the head.
  package var next: UInt64 = 0
  /// Bytes of the messages kept, before encryption.
  package var bytes: UInt64 = 0

  static let byteCount = 24

  package init() {}

  /// Reads the row of the table of flows, without the name behind it.
  init(row: UnsafeRawBufferPointer) throws(JournalError) {
    guard row.count > Self.byteCount else { throw JournalError(.structure, at: .open) }
    first = row.bigEndian(at: 0, as: UInt64.self)
    next = row.bigEndian(at: 8, as: UInt64.self)
    bytes = row.bigEndian(at: 16, as: UInt64.self)
    guard first <= next else { throw JournalError(.structure, at: .open) }
  }

  /// The row of the table of flows.
  func row(named name: String) -> [UInt8] {
    var row: [UInt8] = []
    row.append(bigEndian: first)
    row.append(bigEndian: next)
    row.append(bigEndian: bytes)
    row.append(contentsOf: name.utf8)
    return row
  }
}
