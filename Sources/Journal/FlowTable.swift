/// The flows of a journal in memory: what makes a start and a commit cost nothing per record.
struct FlowTable {
  private(set) var interned = InternTable()
  private(set) var extents: [FlowExtent] = []

  /// Takes the next row of the stored table.
  mutating func load(_ number: UInt32, _ row: UnsafeRawBufferPointer) throws(JournalError) {
    extents.append(try FlowExtent(row: row))
    try interned.load(
      number, UnsafeRawBufferPointer(rebasing: row[FlowExtent.byteCount...]))
  }

  /// The number of a flow, a new one when it has none.
  mutating func intern(_ name: String) throws(JournalError) -> FlowNumber {
    let number = try interned.intern(
      name, bytesMax: JournalLimit.flowNameBytesMax, countMax: JournalLimit.flowsMax)
    if Int(number) == extents.count { extents.append(FlowExtent()) }
    return FlowNumber(rawValue: number)
  }

  /// Gives a message of a flow its offset.
  mutating func assign(_ flow: FlowNumber, bytes: Int) -> UInt64 {
    let index = Int(flow.rawValue)
    let offset = extents[index].next
    extents[index].next += 1
    extents[index].bytes += UInt64(bytes)
    return offset
  }

  /// Everything is on the disk now.
  mutating func markWritten() { interned.markWritten() }
}
