import Cell
import CellProtocol
import Cryptography
import SignedMessage
import Testing

/// A stolen cell at the other end of a link costs its neighbour little, and nothing for good.
@Suite struct HostileLinkTests {
  private let end: LinkEnd
  private let producer: Producer
  private var harness: CoreHarness { end.harness }

  init() throws {
    end = try LinkEnd(try Hospital())
    producer = try Producer(end.harness.hospital)
  }

  /// Waits until our cell has connected again.
  private func reconnect() {
    let before = harness.connects.count
    for _ in 0..<60 where harness.connects.count == before { harness.pass(250) }
  }

  private func forged(_ count: Int) throws -> [[UInt8]] {
    try (0..<count).map { _ in
      var message = try producer.one()
      message[message.count - 1] ^= 1
      return message
    }
  }

  @Test func `journals without end take few names, and their link pauses longer and longer`() {
    let before = harness.store.nameCount
    let begin = harness.now.monotonic
    for number in 0..<200 as Range<UInt8> {
      end.welcome(journal: [number] + [UInt8](repeating: 0, count: 15))
      end.answer(Command.byeFrame)
      reconnect()
    }
    #expect(harness.store.nameCount - before == CellLimit.newJournalsMax)
    #expect(harness.now.monotonic - begin > 150 * Limit.reconnectMax)
    #expect(harness.core.statistics.refusals[3139] ?? 0 > 150)
  }

  @Test func `after hours there may be another one`() {
    for number in 0...UInt8(CellLimit.newJournalsMax) {
      end.welcome(journal: [UInt8](repeating: number, count: 16))
      end.answer(Command.byeFrame)
      reconnect()
    }
    harness.now = CellTime(
      monotonic: harness.now.monotonic + CellLimit.newJournalInterval, wall: harness.now.wall)
    harness.step(.tick(isDrained: true))
    reconnect()
    _ = end.sentCommands()
    end.welcome(journal: [UInt8](repeating: 99, count: 16))
    #expect(end.start(of: end.sentCommands()) == .oldest)
  }

  @Test func `an offset behind which there is none leaves no cursor`() {
    end.welcome()
    // The grammar has no such DELIVER, so it is written by hand.
    end.answer(
      [0x83, 0x08, 0x00, 0x81, 0x82, 0x1b, 0x00, 0x1f] + [UInt8](repeating: 0xff, count: 6)
        + [0x41, 0x00])
    #expect(harness.disconnects.count == 1)
    reconnect()
    _ = end.sentCommands()
    end.welcome()
    #expect(end.start(of: end.sentCommands()) == .oldest)
  }

  @Test func `a cursor that junk moved too far is put back by an honest cell`() throws {
    end.welcome()
    end.deliver([[1, 2, 3]], at: Limit.offsetMax)
    end.answer(Command.byeFrame)
    reconnect()
    _ = end.sentCommands()
    end.welcome()
    #expect(end.start(of: end.sentCommands()) == .offset(Limit.numberMax))
    end.answer(ErrorReport(.beyondHead, about: 0).encoded())
    #expect(end.start(of: end.sentCommands()) == .offset(0))
    end.subscribed()
    end.deliver([try producer.one()], at: 0)
    #expect(end.count == 1)
  }

  @Test func `who passes on forged messages is left, and what is good behind them comes in`() throws
  {
    end.welcome()
    let good = try producer.one()
    end.deliver(try forged(Limit.faultsMax) + [good], at: 0)
    #expect(harness.disconnects.count == 1)
    #expect(end.count == 1)
    reconnect()
    _ = end.sentCommands()
    end.welcome()
    #expect(end.start(of: end.sentCommands()) == .offset(UInt64(Limit.faultsMax + 1)))
  }

  @Test func `a few forged messages are passed over`() throws {
    end.welcome()
    end.deliver(try forged(3) + [try producer.one()], at: 0)
    #expect(harness.disconnects.isEmpty && end.count == 1)
  }
}
