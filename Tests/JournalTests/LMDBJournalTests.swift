import Cryptography
import Testing

@testable import Journal

struct LMDBJournalTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory["journal"]
  }

  @Test func `offsets of each flow count from zero in the order of the batch`() throws {
    let journal = try JournalFixture.open(path)
    let vitals = try journal.flow(named: "vitals")
    let alerts = try journal.flow(named: "alerts")
    var batch = JournalBatch()
    for flow in [vitals, alerts, vitals, vitals, alerts] {
      batch.append(flow, JournalFixture.metadata, [1, 2, 3], in: 0..<3)
    }
    #expect(try journal.commit(batch) == [0, 0, 1, 2, 1])
    #expect(try journal.commit(batch) == [3, 2, 4, 5, 3])
    #expect(journal.extent(of: vitals).next == 6)
    #expect(journal.extent(of: alerts).next == 4)
  }

  @Test func `a message is read back as the range of the frame that it was`() throws {
    let journal = try JournalFixture.open(path)
    let source = try journal.intern("monitor-12")
    let rule = try journal.intern("publish vitals")
    let flow = try journal.flow(named: "vitals")
    let metadata = IngestMetadata(
      receivedAt: -7, rule: rule, source: source, policyVersion: 1 << 40)
    var batch = JournalBatch()
    batch.append(flow, metadata, [9, 8, 7, 6, 5], in: 1..<4)
    _ = try journal.commit(batch)
    var records: [JournalRecord] = []
    let next = try journal.read(flow, from: 0, ReadBounds(bytesMax: 100, countMax: 10)) {
      records.append($0)
    }
    #expect(records == [.message(offset: 0, metadata: metadata, bytes: [8, 7, 6])])
    #expect(next == 1)
    #expect(journal.name(of: source) == "monitor-12")
    #expect(journal.name(of: rule) == "publish vitals")
  }

  @Test func `messages of all sizes come back whole and in order`() throws {
    let journal = try JournalFixture.open(path)
    let flow = try journal.flow(named: "documents")
    let sizes = [1, 15, 16, 17, 1_970, 1_971, 2_100, 4_096, 65_536, 1 << 20, 4 << 20]
    var batch = JournalBatch()
    for size in sizes {
      batch.append(
        flow, JournalFixture.metadata, JournalFixture.message(size, count: size), in: 0..<size)
    }
    _ = try journal.commit(batch)
    let read = try JournalFixture.messages(of: "documents", in: journal.reader)
    #expect(read == sizes.map { JournalFixture.message($0, count: $0) })
  }

  @Test func `a read stops before the record that would exceed the bytes`() throws {
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<10, to: "vitals", in: journal, count: 100)
    let flow = try journal.flow(named: "vitals")
    var offsets: [UInt64] = []
    let next = try journal.read(flow, from: 2, ReadBounds(bytesMax: 399, countMax: 100)) {
      offsets.append($0.offset)
    }
    #expect(offsets == [2, 3, 4])
    #expect(next == 5)
  }

  @Test func `a record larger than the bytes asked for is given alone`() throws {
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<3, to: "vitals", in: journal, count: 100)
    let flow = try journal.flow(named: "vitals")
    var count = 0
    let next = try journal.read(flow, from: 0, ReadBounds(bytesMax: 1, countMax: 100)) { _ in
      count += 1
    }
    #expect(count == 1)
    #expect(next == 1)
  }

  @Test func `a read stops at the count asked for`() throws {
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<10, to: "vitals", in: journal)
    let flow = try journal.flow(named: "vitals")
    let next = try journal.read(flow, from: 0, ReadBounds(bytesMax: 1 << 20, countMax: 4)) { _ in }
    #expect(next == 4)
  }

  @Test(arguments: [10, 11, UInt64.max])
  func `a read at the head or beyond gives nothing and does not move`(offset: UInt64) throws {
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<10, to: "vitals", in: journal)
    try JournalFixture.append(0..<10, to: "waveforms", in: journal)
    let flow = try journal.flow(named: "vitals")
    let bounds = ReadBounds(bytesMax: 1 << 20, countMax: 4)
    let next = try journal.read(flow, from: offset, bounds) { _ in Issue.record("a record") }
    #expect(next == offset)
  }

  @Test func `a journal keeps its identity until it is given another, and all else then`() throws {
    let first = try JournalFixture.open(path).identity
    var options = JournalOptions()
    do {
      let journal = try JournalFixture.open(path)
      #expect(journal.identity == first)
      try JournalFixture.append(0..<3, to: "vitals", in: journal)
    }
    options.renewsIdentity = true
    let renewed = try JournalFixture.open(path, options: options).identity
    #expect(renewed != first)
    let journal = try JournalFixture.open(path)
    #expect(journal.identity == renewed)
    #expect(try JournalFixture.append(3..<4, to: "vitals", in: journal) == [3])
    #expect(try journal.reader.verify().intact == 4)
  }

  @Test func `a mark with every second message missing stays small`() throws {
    let producer = try #require(KeyID([UInt8](repeating: 7, count: 16)))
    let gaps = stride(from: UInt64(1 << 52), to: 1 << 52 + 16_384, by: 2).map { $0...$0 }
    let journal = try JournalFixture.open(path)
    let mark = ProducerMark(
      producer: producer, flow: try journal.flow(named: "vitals"), epoch: 1,
      sequence: 1 << 52 + 16_384, floor: 1 << 52 - 1, gaps: gaps)
    #expect(mark.value.count < 17_000)
    var batch = JournalBatch()
    batch.marks = [mark]
    _ = try journal.commit(batch)
    #expect(try journal.marks() == [mark])
  }

  @Test(arguments: [[0x80], [0x01], [0x00, 0x00], [UInt8](repeating: 0xff, count: 9)])
  func `a mark whose gaps are none is no mark`(_ gaps: [UInt8]) throws {
    let key = [UInt8](repeating: 7, count: 20)
    let value = [UInt8](repeating: 0, count: 24) + gaps
    let error = #expect(throws: JournalError.self) {
      try key.withUnsafeBytes { key in
        try value.withUnsafeBytes { value in try ProducerMark(key, value) }
      }
    }
    #expect(error?.code == .structure)
  }

  @Test func `flows, heads, names, cursors and marks survive a restart`() throws {
    let producer = try #require(KeyID([UInt8](repeating: 7, count: 16)))
    var marks: [ProducerMark] = []
    var cursors: [JournalCursor] = []
    do {
      let journal = try JournalFixture.open(path)
      try JournalFixture.append(0..<3, to: "vitals", in: journal)
      let vitals = try journal.flow(named: "vitals")
      let imported = try journal.flow(named: "lab/results")
      let name = try journal.intern("dashboard")
      marks = [
        ProducerMark(
          producer: producer, flow: vitals, epoch: 1 << 40, sequence: 30, floor: 2,
          gaps: [4...4, 7...19])
      ]
      cursors = [
        JournalCursor(kind: .consumer, name: name, flow: vitals, next: 2),
        JournalCursor(kind: .imported, name: name, flow: imported, next: 77),
      ]
      var batch = JournalBatch()
      batch.marks = marks
      batch.cursors = cursors
      _ = try journal.commit(batch)
    }
    let journal = try JournalFixture.open(path)
    #expect(journal.flows.map(\.name) == ["vitals", "lab/results"])
    #expect(journal.flows.map(\.extent.next) == [3, 0])
    #expect(try journal.marks() == marks)
    #expect(try journal.cursors() == cursors)
    let name = try journal.intern("dashboard")
    #expect(journal.name(of: name) == "dashboard")
    #expect(try journal.cursor(.consumer, name, journal.flow(named: "vitals")) == 2)
    #expect(try journal.cursor(.imported, name, journal.flow(named: "lab/results")) == 77)
    #expect(try JournalFixture.append(3..<4, to: "vitals", in: journal) == [3])
  }

  @Test func `a cursor and a mark hold what they were last set to`() throws {
    let journal = try JournalFixture.open(path)
    let flow = try journal.flow(named: "vitals")
    let name = try journal.intern("dashboard")
    let producer = try #require(KeyID([UInt8](repeating: 7, count: 16)))
    for step: UInt64 in [1, 2, 3] {
      var batch = JournalBatch()
      batch.cursors = [JournalCursor(kind: .consumer, name: name, flow: flow, next: step)]
      batch.marks = [ProducerMark(producer: producer, flow: flow, epoch: 1, sequence: step)]
      _ = try journal.commit(batch)
    }
    #expect(try journal.cursor(.consumer, name, flow) == 3)
    #expect(try journal.cursor(.imported, name, flow) == nil)
    #expect(try journal.marks().map(\.sequence) == [3])
  }

  @Test func `a name keeps its number and another gets another`() throws {
    let journal = try JournalFixture.open(path)
    let first = try journal.intern("a")
    #expect(try journal.intern("b") != first)
    #expect(try journal.intern("a") == first)
  }

  @Test(arguments: ["", String(repeating: "é", count: 34)])
  func `a flow without a name or with one over 66 bytes is refused`(name: String) throws {
    let journal = try JournalFixture.open(path)
    #expect(throws: JournalError(.limit, at: .intern)) { try journal.flow(named: name) }
    #expect(throws: Never.self) { try journal.flow(named: String(repeating: "é", count: 33)) }
  }

  @Test func `what a refused batch held is not stored and the journal goes on`() throws {
    let journal = try JournalFixture.open(path)
    let flow = try journal.flow(named: "vitals")
    var batch = JournalBatch()
    batch.append(flow, JournalFixture.metadata, [1], in: 0..<1)
    batch.append(FlowNumber(rawValue: 5), JournalFixture.metadata, [1], in: 0..<1)
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
    #expect(JournalError(.batch, at: .admit).isFatal == false)
    #expect(try JournalFixture.append(0..<1, to: "vitals", in: journal) == [0])
  }

  @Test(arguments: [0..<0, 2..<5, 4..<4])
  func `a range that is empty or leaves its frame is refused`(range: Range<Int>) throws {
    let journal = try JournalFixture.open(path)
    var batch = JournalBatch()
    let flow = try journal.flow(named: "vitals")
    batch.append(flow, JournalFixture.metadata, [1, 2, 3, 4], in: range)
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
  }

  @Test func `a message over the limit is refused`() throws {
    let journal = try JournalFixture.open(path)
    let frame = [UInt8](repeating: 0, count: JournalLimit.messageBytesMax + 1)
    var batch = JournalBatch()
    batch.append(
      try journal.flow(named: "vitals"), JournalFixture.metadata, frame, in: frame.indices)
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
  }

  @Test func `a cursor of a name that was never interned is refused`() throws {
    let journal = try JournalFixture.open(path)
    let flow = try journal.flow(named: "vitals")
    var batch = JournalBatch()
    batch.cursors = [
      JournalCursor(kind: .consumer, name: NameNumber(rawValue: 3), flow: flow, next: 0)
    ]
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
  }

  @Test func `statistics count records, flows and bytes`() throws {
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<10, to: "vitals", in: journal, count: 100)
    try JournalFixture.append(0..<5, to: "alerts", in: journal, count: 10)
    let statistics = try journal.reader.statistics()
    #expect(statistics.records == 15)
    #expect(statistics.flows.map(\.extent.bytes) == [1_000, 50])
    #expect(statistics.epochs == 1)
    #expect(statistics.usedBytes <= statistics.fileBytes)
    #expect(statistics.usedBytes > 0)
  }
}
