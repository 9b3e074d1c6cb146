import Cell
import CellProtocol
import Testing

/// Cardiology's end of its link to the ICU, with the ICU's cell played by the test.
struct LinkEnd {
  let harness: CoreHarness

  /// A cell that has greeted.
  init(_ hospital: Hospital, store: MemoryStore = MemoryStore()) throws {
    harness = try CoreHarness(hospital, compartment: "cardiology", store: store)
    harness.step(.tick(isDrained: true))
  }

  /// The connection that was opened last.
  var link: LinkID { harness.connects[harness.connects.count - 1] }

  /// How many messages are here.
  var count: Int { harness.store.count("icu/vitals") }

  /// What was sent to the other cell since the last look.
  func sentCommands() -> [Command] {
    defer { harness.forwarded.removeAll() }
    return harness.forwarded.compactMap { frame in
      guard let command = try? Command(frame) else {
        Issue.record("the cell sent what is no command")
        return nil
      }
      return command
    }
  }

  func answer(_ frame: [UInt8]) {
    harness.step(.link(link, .frame(frame)))
    harness.turn()
  }

  func welcome(compartment: String = "icu", journal: [UInt8] = CoreHarness.journal) {
    answer(
      Welcome(
        session: [UInt8](repeating: 4, count: 16), site: "north", compartment: compartment,
        principal: "cardiology/link-icu", journal: journal
      ).encoded())
    subscribed()
  }

  func subscribed(from first: UInt64 = 0) {
    answer(Subscribed(subscription: 0, first: first, head: 1 << 20).encoded())
  }

  func deliver(_ messages: [[UInt8]], at offset: UInt64) {
    let items = messages.enumerated().map { index, bytes in
      Outgoing(offset: offset + UInt64(index), source: bytes, range: bytes.indices)
    }
    answer(Deliver.encoded(subscription: 0, items))
  }

  /// Where a SUBSCRIBE among them begins.
  func start(of commands: [Command]) -> Subscribe.Start? {
    for case .subscribe(let subscribe) in commands { return subscribe.from }
    return nil
  }

  /// What ACKED among them say.
  func acknowledged(in commands: [Command]) -> [UInt64] {
    commands.compactMap { if case .acked(let acked) = $0 { acked.offset } else { nil } }
  }
}
