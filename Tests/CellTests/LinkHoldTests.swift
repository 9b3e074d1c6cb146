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
  private let end: LinkEnd
  private let producer: Producer
  private let other: Producer
  private var harness: CoreHarness { end.harness }

  /// Cardiology, whose policies do not know the key of the ICU's pump.
  init() throws {
    var hospital = try Hospital()
    producer = try Producer(hospital)
    other = try Producer(hospital, "icu/pump")
    let index = try #require(hospital.icu.principals.firstIndex { $0.name == "pump" })
    hospital.icu.principals[index].signingKeys = []
    end = try LinkEnd(hospital)
    end.welcome()
  }

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
    end.deliver([first, unknown, try producer.one()], at: 0)
    #expect(end.count == 1)
    #expect(end.sentCommands().contains(.unsubscribe(Unsubscribe(subscription: 0))))
    try learn()
    #expect(end.start(of: end.sentCommands()) == .offset(1))
    end.subscribed()
    end.deliver([unknown, try producer.one()], at: 1)
    #expect(end.count == 3)
  }

  @Test func `what was taken before a message that is held is acknowledged, if later`() throws {
    end.deliver([try producer.one(), try other.one()], at: 0)
    var acknowledged = end.acknowledged(in: end.sentCommands())
    harness.pass(Limit.importRetry)
    end.subscribed(from: 1)
    harness.greet(5, as: "cardiology/board")
    harness.subscribe("icu/vitals", on: 5, as: "cardiology/board")
    harness.pass(Limit.cursorDelayMax)
    acknowledged += end.acknowledged(in: end.sentCommands())
    #expect(acknowledged == [0])
  }

  @Test func `what still comes of the subscription that was ended is not taken`() throws {
    end.deliver([try other.one()], at: 0)
    end.deliver([try producer.one()], at: 1)
    #expect(end.count == 0)
  }

  @Test func `it is asked for again while the policy stays`() throws {
    end.deliver([try other.one()], at: 0)
    _ = end.sentCommands()
    harness.pass(Limit.importRetry)
    #expect(end.start(of: end.sentCommands()) == .offset(0))
  }

  @Test func `a signer that stays unknown is passed over in the end, and its next ones at once`()
    throws
  {
    let unknown = try other.sign(2)
    var waited: Int64 = 0
    while waited < Limit.importPatience + Limit.importRetry {
      end.deliver([unknown[0], try producer.one()], at: 0)
      if end.count > 0 { break }
      harness.pass(Limit.importRetry)
      if harness.connects.count > 1 { break }
      waited += Limit.importRetry
      end.subscribed()
    }
    #expect(waited >= Limit.importPatience)
    #expect(end.count == 1)
    #expect(harness.core.statistics.refusals[3135] == 1)
    end.deliver([unknown[1], try producer.one()], at: 2)
    #expect(end.count == 2)
    #expect(harness.core.statistics.refusals[3135] == 2)
  }

  @Test func `documents that have expired hold the whole flow without end`() throws {
    harness.now = CellTime(
      monotonic: harness.now.monotonic, wall: harness.now.wall + 60 * Hospital.day * 1_000)
    producer.issuedAt = harness.now.wall
    for _ in 0..<3 {
      end.deliver([try producer.one()], at: 0)
      harness.pass(Limit.importPatience)
      end.welcome()
    }
    #expect(end.count == 0)
    #expect(harness.core.statistics.refusals[3135] == nil)
    #expect(harness.core.statistics.refusals[Reason.frozen.code] == 3)
  }

  @Test func `a clock that is behind holds the flow until it is put right`() throws {
    producer.issuedAt = harness.now.wall + 2 * 3_600_000
    let message = try producer.one()
    end.deliver([message], at: 0)
    #expect(end.count == 0)
    harness.now = CellTime(monotonic: harness.now.monotonic, wall: producer.issuedAt)
    harness.pass(Limit.importRetry)
    end.subscribed()
    end.deliver([message], at: 0)
    #expect(end.count == 1)
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
    end.deliver([before], at: 0)
    #expect(end.count == 1)
    end.deliver([after, after], at: 1)
    #expect(end.count == 1)
    #expect(harness.core.statistics.refusals[Reason.signerNotGranted.code] == 1)
  }

  @Test func `a backlog of half a year comes in`() throws {
    producer.issuedAt = harness.now.wall - 180 * Hospital.day * 1_000
    end.deliver([try producer.one()], at: 0)
    #expect(end.count == 1)
  }

  @Test func `what can never come in is passed over at once`() throws {
    end.deliver(
      [try producer.one(label: "R//compartment=icu"), [1, 2, 3], try producer.one()], at: 0)
    #expect(end.count == 1)
    #expect(harness.core.statistics.refusals[Reason.aboveExportCeiling.code] == 1)
    #expect(harness.core.statistics.refusals[2101] == 1)
  }

  @Test func `another journal is fetched from its begin`() throws {
    let messages = try producer.sign(3)
    end.deliver(messages, at: 0)
    harness.step(.link(end.link, .failed))
    harness.pass(Limit.reconnectMax * 2)
    _ = end.sentCommands()
    end.welcome(journal: [UInt8](repeating: 9, count: 16))
    #expect(end.start(of: end.sentCommands()) == .oldest)
    end.deliver(messages + (try producer.sign(1)), at: 0)
    #expect(end.count == 4, "what it has already is known by its marks")
  }

  @Test func `the former journal goes on where it was`() throws {
    end.deliver(try producer.sign(3), at: 0)
    for journal in [[UInt8](repeating: 9, count: 16), CoreHarness.journal] {
      harness.step(.link(end.link, .failed))
      harness.pass(Limit.reconnectMax * 2)
      _ = end.sentCommands()
      end.welcome(journal: journal)
    }
    #expect(end.start(of: end.sentCommands()) == .offset(3))
  }

  @Test func `a cell that sends beyond the credit is left`() throws {
    let large = try producer.sign(1, bytes: 500_000)[0]
    for offset in 0..<8 as Range<UInt64> where harness.disconnects.isEmpty {
      let item = Outgoing(offset: offset, source: large, range: large.indices)
      harness.step(.link(end.link, .frame(Deliver.encoded(subscription: 0, [item]))))
    }
    #expect(harness.disconnects == [end.link])
    #expect(harness.core.statistics.refusals[3113] == 1)
  }

  @Test func `heartbeats of the other cell are answered with their tokens`() throws {
    _ = end.sentCommands()
    let token = [UInt8](repeating: 8, count: 8)
    end.answer(Heartbeat(token: token).encoded())
    #expect(end.sentCommands() == [.heartbeat(Heartbeat(token: token))])
  }
}
