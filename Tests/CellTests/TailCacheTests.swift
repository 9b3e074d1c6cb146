import Journal
import Testing

@testable import Cell

/// The newest messages in memory, and no more memory than was given.
@Suite struct TailCacheTests {
  private let flow = FlowNumber(rawValue: 1)

  private func record(_ offset: UInt64, bytes: Int) -> StoredRecord {
    StoredRecord(offset: offset, source: [UInt8](repeating: 1, count: bytes), range: 0..<bytes)
  }

  @Test func `the newest are there, and what is not is nil`() {
    var tail = TailCache(bytesMax: 1 << 20)
    for offset in 0..<10 as Range<UInt64> { tail.append(flow, record(offset, bytes: 100)) }
    let bounds = ReadBounds(bytesMax: 250, countMax: 10)
    #expect(tail.read(flow, from: 3, bounds)?.map(\.offset) == [3, 4])
    #expect(tail.read(flow, from: 10, bounds) == nil)
    #expect(tail.read(FlowNumber(rawValue: 2), from: 0, bounds) == nil)
  }

  @Test func `what was dropped keeps nothing of its frame`() throws {
    var tail = TailCache(bytesMax: 4 << 20)
    for offset in 0..<100 as Range<UInt64> { tail.append(flow, record(offset, bytes: 1 << 20)) }
    #expect(tail.bytes <= 4 << 20)
    #expect(tail.frameBytesHeld <= 5 << 20)
    let bounds = ReadBounds(bytesMax: 1, countMax: 1)
    #expect(tail.read(flow, from: 0, bounds) == nil)
    #expect(tail.read(flow, from: 99, bounds)?.count == 1)
  }

  @Test func `a gap in the offsets begins anew`() {
    var tail = TailCache(bytesMax: 1 << 20)
    tail.append(flow, record(0, bytes: 10))
    tail.append(flow, record(5, bytes: 10))
    let bounds = ReadBounds(bytesMax: 1 << 20, countMax: 10)
    #expect(tail.read(flow, from: 0, bounds) == nil)
    #expect(tail.read(flow, from: 5, bounds)?.count == 1)
  }
}
