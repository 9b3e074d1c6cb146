import Cell
import CellProtocol
import Journal
import Policy
import Testing

/// Cardiology's end of the link to the ICU, with the ICU's cell played by the test.
@Suite struct LinkTests {
  private let end: LinkEnd
  private let producer: Producer
  private var harness: CoreHarness { end.harness }

  init() throws {
    end = try LinkEnd(try Hospital())
    producer = try Producer(end.harness.hospital)
  }

  @Test func `a link greets, and subscribes to what it imports under its name over there`() {
    guard case .hello? = end.sentCommands().first else {
      Issue.record("no HELLO")
      return
    }
    end.welcome()
    let commands = end.sentCommands()
    #expect(
      commands == [
        .subscribe(
          Subscribe(
            subscription: 0, flow: "vitals", from: .oldest, credit: Limit.linkCreditBytes))
      ])
  }

  @Test func `what is delivered is journaled, then acknowledged with its credit`() throws {
    end.welcome()
    _ = end.sentCommands()
    end.deliver(try producer.sign(3), at: 0)
    #expect(harness.store.count("icu/vitals") == 3)
    let commands = end.sentCommands()
    #expect(commands.first == .acked(Acked(subscription: 0, offset: 2)))
    guard case .credit(let credit)? = commands.last else {
      Issue.record("no CREDIT")
      return
    }
    #expect(credit.bytes > 600)
  }

  @Test func `nothing is acknowledged before it is durable`() throws {
    end.welcome()
    _ = end.sentCommands()
    harness.refusal = JournalError.Code.diskReserve.rawValue
    end.deliver(try producer.sign(3), at: 0)
    #expect(!end.sentCommands().contains(.acked(Acked(subscription: 0, offset: 2))))
    #expect(harness.store.count("icu/vitals") == 0)
    harness.refusal = nil
    harness.pass(Limit.importRetry)
    #expect(end.start(of: end.sentCommands()) == .oldest)
  }

  @Test func `a journal that is full is filled no faster for coming again`() throws {
    harness.refusalOfMessages = JournalError.Code.diskReserve.rawValue
    end.welcome()
    let messages = try producer.sign(100)
    var asked = 0
    for _ in 0..<240 {
      if end.start(of: end.sentCommands()) != nil {
        asked += 1
        end.answer(Subscribed(subscription: 0, first: 0, head: 1 << 20).encoded())
        end.deliver(messages, at: 0)
      }
      harness.pass(250)
      harness.step(.link(end.link, .frame(Heartbeat().encoded())))
    }
    #expect((10...14).contains(asked), "each 5 s, in a minute")
    #expect(harness.connects.count == 1)
    #expect(harness.logged.count { $0.code == JournalError.Code.diskReserve.rawValue } <= asked)
  }

  @Test func `a link that comes back goes on behind what it has`() throws {
    end.welcome()
    end.deliver(try producer.sign(3), at: 0)
    harness.step(.link(end.link, .failed))
    harness.pass(Limit.reconnectMax * 2)
    _ = end.sentCommands()
    end.welcome()
    #expect(end.start(of: end.sentCommands()) == .offset(3))
  }

  @Test func `a cell that starts again goes on behind what it has`() throws {
    end.welcome()
    end.deliver(try producer.sign(3), at: 0)
    let next = try CoreHarness(
      harness.hospital, compartment: "cardiology", store: harness.store)
    next.step(.tick(isDrained: true))
    let welcome = Welcome(
      session: [UInt8](repeating: 4, count: 16), site: "north", compartment: "icu",
      principal: "cardiology/link-icu", journal: CoreHarness.journal)
    next.forwarded.removeAll()
    next.step(.link(next.connects[0], .frame(welcome.encoded())))
    #expect(end.start(of: next.forwarded.compactMap { try? Command($0) }) == .offset(3))
  }

  @Test func `what comes twice is journaled once`() throws {
    end.welcome()
    let messages = try producer.sign(3)
    end.deliver(messages, at: 0)
    end.deliver(messages, at: 0)
    end.deliver(messages, at: 3)
    #expect(harness.store.count("icu/vitals") == 3)
    #expect(harness.core.statistics.duplicates == 3, "known by its marks, not by its offsets")
  }

  @Test func `another journal at the source starts anew and its repetitions are known`() throws {
    end.welcome()
    let messages = try producer.sign(3)
    end.deliver(messages, at: 0)
    _ = end.sentCommands()
    end.answer(ErrorReport(.beyondHead, about: 0).encoded())
    #expect(end.start(of: end.sentCommands()) == .offset(0))
    end.subscribed()
    end.deliver(messages, at: 0)
    end.deliver(try producer.sign(1), at: 3)
    #expect(harness.store.count("icu/vitals") == 4)
  }

  @Test func `a message that its producer did not sign is not taken`() throws {
    end.welcome()
    var forged = try producer.one()
    forged[forged.count - 80] ^= 1
    end.deliver([forged, try producer.one()], at: 0)
    #expect(harness.store.count("icu/vitals") == 1)
    #expect(harness.core.statistics.refusals[2114] == 1)
  }

  @Test func `a message of a flow that was not asked for is not taken`() throws {
    end.welcome()
    end.deliver([try producer.one(flow: "alerts")], at: 0)
    #expect(harness.store.count("icu/vitals") == 0)
    #expect(harness.core.statistics.refusals[3123] == 1)
  }

  @Test func `a label above the import's ceiling is not taken`() throws {
    end.welcome()
    end.deliver([try producer.one(label: "R//compartment=icu"), try producer.one()], at: 0)
    #expect(harness.store.count("icu/vitals") == 1)
    #expect(harness.core.statistics.refusals[Reason.aboveExportCeiling.code] == 1)
  }

  @Test func `a cell that is not the one expected is left`() {
    end.welcome(compartment: "lab")
    #expect(harness.disconnects == [end.link])
  }

  @Test func `without the export there is no link`() throws {
    var hospital = harness.hospital
    hospital.icu.exports = []
    try harness.replace(with: hospital)
    #expect(harness.disconnects == [end.link])
  }

  @Test func `without the import there is no link`() throws {
    var hospital = harness.hospital
    hospital.dropImports()
    try harness.replace(with: hospital)
    #expect(harness.disconnects == [end.link])
  }

  @Test func `the source gives a link nothing that its export does not cover`() throws {
    let icu = try CoreHarness(harness.hospital)
    icu.greet(1, as: "icu/monitor")
    icu.greet(2, as: "cardiology/link-icu")
    icu.subscribe(on: 2, as: "cardiology/link-icu")
    _ = icu.take(2)
    _ = icu.publish(
      try producer.sign(1) + producer.sign(1, label: "R//compartment=icu") + producer.sign(1))
    #expect(icu.delivered(2) == [0, 2])
  }

  @Test func `the source refuses a link without an import on the other side`() throws {
    var hospital = harness.hospital
    hospital.dropImports()
    let icu = try CoreHarness(hospital)
    icu.greet(2, as: "cardiology/link-icu")
    #expect(!icu.core.hasSession(2))
  }

  @Test func `a link gets no flow that is not exported`() throws {
    let icu = try CoreHarness(harness.hospital)
    icu.greet(2, as: "cardiology/link-icu")
    icu.subscribe("alerts", on: 2, as: "cardiology/link-icu")
    #expect(icu.errors(2) == [Reason.notConsented.code])
  }

  @Test func `what was imported is delivered to who is entitled here`() throws {
    end.welcome()
    harness.greet(5, as: "cardiology/board")
    harness.subscribe("icu/vitals", on: 5, as: "cardiology/board")
    _ = harness.take(5)
    end.deliver(try producer.sign(3), at: 0)
    #expect(harness.delivered(5) == [0, 1, 2])
  }

  @Test func `nobody publishes into an imported flow`() throws {
    let pump = try Producer(harness.hospital)
    harness.greet(6, as: "cardiology/board")
    let results = harness.publish([try pump.one()], on: 6, as: "cardiology/board")
    #expect(results == [.refused(3123)])
  }
}
