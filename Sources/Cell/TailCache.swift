import Journal

/// The newest messages in clear, so that consumers at the live end cost no decryption and no read.
///
/// It shares the received frames and copies nothing. Bounded by the bytes of those frames; the
/// oldest messages go first.
struct TailCache {
  private final class Flow {
    /// Ascending, without gaps.
    var records: [StoredRecord] = []
    var head = 0

    func dropFirst() {
      guard head < records.count else { return }
      // The slot goes later; the frame, of which it may be the last holder, goes now.
      records[head] = StoredRecord(offset: records[head].offset, source: [], range: 0..<0)
      head += 1
      guard head > 1_024, head > records.count / 2 else { return }
      records.removeFirst(head)
      head = 0
    }

    func removeAll() {
      records.removeAll(keepingCapacity: true)
      head = 0
    }
  }

  let bytesMax: Int
  private(set) var bytes = 0
  private var flows: [FlowNumber: Flow] = [:]
  /// Each record's flow and what dropping it frees, oldest first.
  private var order: [(flow: Flow, bytes: Int)] = []
  private var orderHead = 0
  private var lastFrame: UnsafeRawPointer?
  private var lastFlow: (number: FlowNumber, flow: Flow)?

  init(bytesMax: Int) { self.bytesMax = bytesMax }

  /// Bytes of the arrays that are still held, for tests: a frame counts once a message.
  var frameBytesHeld: Int {
    flows.values.reduce(0) { $1.records.reduce($0) { $0 + $1.source.count } }
  }

  /// Takes a committed message.
  mutating func append(_ number: FlowNumber, _ record: StoredRecord) {
    let flow = flow(number)
    if let last = flow.records.last, last.offset + 1 != record.offset {
      // What `order` still has of this flow drops newer messages early when its turn comes: no
      // harm.
      flow.removeAll()
    }
    flow.records.append(record)
    let cost = cost(of: record)
    order.append((flow, cost))
    bytes += cost
    while bytes > bytesMax { dropOldest() }
  }

  private mutating func flow(_ number: FlowNumber) -> Flow {
    if let lastFlow, lastFlow.number == number { return lastFlow.flow }
    let flow = flows[number] ?? Flow()
    flows[number] = flow
    lastFlow = (number, flow)
    return flow
  }

  /// A frame is counted whole with the first of its messages: it stays as long as any of them.
  private mutating func cost(of record: StoredRecord) -> Int {
    let frame = record.source.withUnsafeBytes { $0.baseAddress }
    defer { lastFrame = frame }
    let own = MemoryLayout<StoredRecord>.stride
    return frame == lastFrame ? own : own + record.source.count
  }

  private mutating func dropOldest() {
    guard orderHead < order.count else { return }
    let oldest = order[orderHead]
    orderHead += 1
    bytes -= oldest.bytes
    oldest.flow.dropFirst()
    guard orderHead > 4_096, orderHead > order.count / 2 else { return }
    order.removeFirst(orderHead)
    orderHead = 0
  }

  /// The records of a flow from an offset on, within bounds, at least one; nil when that offset is
  /// not here.
  func read(_ number: FlowNumber, from offset: UInt64, _ bounds: ReadBounds) -> [StoredRecord]? {
    guard let flow = flows[number], flow.head < flow.records.count else { return nil }
    let first = flow.records[flow.head].offset
    guard offset >= first, offset - first < UInt64(flow.records.count - flow.head) else {
      return nil
    }
    let start = flow.head + Int(offset - first)
    let limit = min(flow.records.count, start + max(bounds.countMax, 1))
    var end = start
    var bytes = 0
    while end < limit {
      bytes += flow.records[end].range.count
      if end > start, bytes > bounds.bytesMax { break }
      end += 1
    }
    return Array(flow.records[start..<end])
  }
}
