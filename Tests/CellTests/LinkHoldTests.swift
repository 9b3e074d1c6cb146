import Cell
import CellProtocol
import Cryptography
import Journal
import Policy
import SignedMessage
import Testing

/// What may not come in over a link now, and may later, is waited for; nothing is passed over for
/// want of patience.
@Suite struct LinkHoldTests {
  private let harness: CoreHarness
  private let producer: Producer
  private let other: Producer

  /// Cardiology, whose policies do not know the key of the ICU's pump.
  init() throws {
    var hospital = try Hospital()
    producer = try Producer(hospital)
    other = try Producer(hospital, "icu/pump")
    let index = try #require(hospital.icu.principals.firstIndex { $0.name == "pump" })
    hospital.icu.principals[index].signingKeys = []
    harness = try CoreHarness(hospital, compartment: "cardiology")
    harness.step(.tick(isDrained: true))
    welcome()
  }

  private var link: LinkID { harness.connects[harness.connects.count - 1] }

  private func answer(_ frame: [UInt8]) {
    harness.step(.link(link, .frame(frame)))
    harness.turn()
  }

  private func welcome(journal: [UInt8] = CoreHarness.journal) {
    answer(
      Welcome(
        session: [UInt8](repeating: 4, count: 16), site: "north", compartment: "icu",
        principal: "cardiology/link-icu", journal: journal
      ).encoded())
    subscribed()
  }

  private func subscribed() {
    answer(Subscribed(subscription: 0, first: 0, head: 1 << 20).encoded())
  }

  private func deliver(_ messages: [[UInt8]], at offset: UInt64) {
    let items = messages.enumerated().map { index, bytes in
      Outgoing(offset: offset + UInt64(index), source: bytes, range: bytes.indices)
    }
    answer(Deliver.encoded(subscription: 0, items))
  }

  private func sentCommands() throws -> [Command] {
    defer { harness.forwarded.removeAll() }
    return try harness.forwarded.map { try Command($0) }
  }

  private func start(of commands: [Command]) -> Subscribe.Start? {
    for case .subscribe(let subscribe) in commands { return subscribe.from }
    return nil
  }

  private func count() -> Int { harness.store.count("icu/vitals") }

  /// Cardiology's policies learn of the pump's key.
  private func learn() throws {
    var hospital = harness.hospital
    let index = try #require(hospital.icu.principals.firstIndex { $0.name == "pump" })
    hospital.icu.principals[index].signingKeys = [other.key.publicKey]
    try harness.replace(with: hospital)
    harness.step(.tick(isDrained: true))
  }

  @Test func `a signer that our policy does not know yet is waited for`() throws {
    let first = try producer.one()
    let unknown = try other.one()
    deliver([first, unknown, try producer.one()], at: 0)
    #expect(count() == 1)
    #expect(try sentCommands().contains(.unsubscribe(Unsubscribe(subscription: 0))))
    try learn()
    #expect(start(of: try sentCommands()) == .offset(1))
    subscribed()
    deliver([unknown, try producer.one()], at: 1)
    #expect(count() == 3)
  }

  @Test func `what still comes of the subscription that was ended is not taken`() throws {
    deliver([try other.one()], at: 0)
    deliver([try producer.one()], at: 1)
    #expect(count() == 0)
  }

  @Test func `it is asked for again while the policy stays`() throws {
    deliver([try other.one()], at: 0)
    _ = try sentCommands()
    harness.pass(Limit.importRetry)
    #expect(start(of: try sentCommands()) == .offset(0))
  }

  @Test func `a signer that stays unknown is passed over in the end, and its next ones at once`()
    throws
  {
    let unknown = try other.sign(2)
    var waited: Int64 = 0
    while waited < Limit.importPatience + Limit.importRetry {
      deliver([unknown[0], try producer.one()], at: 0)
      if count() > 0 { break }
      harness.pass(Limit.importRetry)
      if harness.connects.count > 1 { break }
      waited += Limit.importRetry
      subscribed()
    }
    #expect(waited >= Limit.importPatience)
    #expect(count() == 1)
    #expect(harness.core.statistics.refusals[3135] == 1)
    deliver([unknown[1], try producer.one()], at: 2)
    #expect(count() == 2)
    #expect(harness.core.statistics.refusals[3135] == 2)
  }

  @Test func `documents that have expired hold the whole flow without end`() throws {
    harness.now = CellTime(
      monotonic: harness.now.monotonic, wall: harness.now.wall + 60 * Hospital.day * 1_000)
    producer.issuedAt = harness.now.wall
    for _ in 0..<3 {
      deliver([try producer.one()], at: 0)
      harness.pass(Limit.importPatience)
      welcome()
    }
    #expect(count() == 0)
    #expect(harness.core.statistics.refusals[3135] == nil)
    #expect(harness.core.statistics.refusals[Reason.frozen.code] == 3)
  }

  @Test func `a clock that is behind holds the flow until it is put right`() throws {
    producer.issuedAt = harness.now.wall + 2 * 3_600_000
    let message = try producer.one()
    deliver([message], at: 0)
    #expect(count() == 0)
    harness.now = CellTime(monotonic: harness.now.monotonic, wall: producer.issuedAt)
    harness.pass(Limit.importRetry)
    subscribed()
    deliver([message], at: 0)
    #expect(count() == 1)
  }

  @Test func `what a signer signed before it expired comes in later, and nothing after`() throws {
    let expires = try #require(
      harness.hospital.icu.principals.first { $0.name == "monitor" }
    ).expires
    var hospital = try Hospital(at: expires - 10 * Hospital.day, keysOf: harness.hospital)
    let index = try #require(hospital.icu.principals.firstIndex { $0.name == "monitor" })
    hospital.icu.principals[index].expires = expires
    try harness.replace(with: hospital)
    producer.issuedAt = expires * 1_000 - 1
    let before = try producer.one()
    producer.issuedAt += 1
    let after = try producer.one()
    harness.now = CellTime(monotonic: harness.now.monotonic, wall: expires * 1_000 + 60_000)
    deliver([before], at: 0)
    #expect(count() == 1)
    deliver([after, after], at: 1)
    #expect(count() == 1)
    #expect(harness.core.statistics.refusals[Reason.signerNotGranted.code] == 1)
  }

  @Test func `a backlog of half a year comes in`() throws {
    producer.issuedAt = harness.now.wall - 180 * Hospital.day * 1_000
    deliver([try producer.one()], at: 0)
    #expect(count() == 1)
  }

  @Test func `what can never come in is passed over at once`() throws {
    deliver(
      [try producer.one(label: "R//compartment=icu"), [1, 2, 3], try producer.one()], at: 0)
    #expect(count() == 1)
    #expect(harness.core.statistics.refusals[Reason.aboveExportCeiling.code] == 1)
    #expect(harness.core.statistics.refusals[2101] == 1)
  }

  @Test func `another journal is fetched from its begin`() throws {
    let messages = try producer.sign(3)
    deliver(messages, at: 0)
    harness.step(.link(link, .failed))
    harness.pass(Limit.reconnectMax * 2)
    _ = try sentCommands()
    welcome(journal: [UInt8](repeating: 9, count: 16))
    #expect(start(of: try sentCommands()) == .oldest)
    deliver(messages + (try producer.sign(1)), at: 0)
    #expect(count() == 4, "what it has already is known by its marks")
  }

  @Test func `the former journal goes on where it was`() throws {
    deliver(try producer.sign(3), at: 0)
    for journal in [[UInt8](repeating: 9, count: 16), CoreHarness.journal] {
      harness.step(.link(link, .failed))
      harness.pass(Limit.reconnectMax * 2)
      _ = try sentCommands()
      welcome(journal: journal)
    }
    #expect(start(of: try sentCommands()) == .offset(3))
  }

  @Test func `a cell that sends beyond the credit is left`() throws {
    let large = try producer.sign(1, bytes: 500_000)[0]
    for offset in 0..<8 as Range<UInt64> where harness.disconnects.isEmpty {
      let item = Outgoing(offset: offset, source: large, range: large.indices)
      harness.step(.link(link, .frame(Deliver.encoded(subscription: 0, [item]))))
    }
    #expect(harness.disconnects == [link])
    #expect(harness.core.statistics.refusals[3113] == 1)
  }

  @Test func `heartbeats of the other cell are answered with their tokens`() throws {
    _ = try sentCommands()
    let token = [UInt8](repeating: 8, count: 8)
    answer(Heartbeat(token: token).encoded())
    #expect(try sentCommands() == [.heartbeat(Heartbeat(token: token))])
  }
}
