import AdapterKit
import AdapterRuntime
import Labels
import Synchronization

/// A link of the note adapter over a stub of a cell; the device's patience ends at once.
struct TestLink {
  let link: DeviceLink<NoteAdapter>
  let uplink: StubUplink
  private let notices = Box<[LinkNotice]>([])
  private let waits = Box(0)

  init(_ uplink: StubUplink, routes: [String] = ["*", "quarantine"]) throws {
    self.uplink = uplink
    let label = Label(policy: "test", classification: .unrestricted)
    let flows = routes.map { kind in
      (kind, FlowRouting.Route(flow: kind == "*" ? "notes" : kind, label: label))
    }
    link = DeviceLink(
      try NoteAdapter(AdapterConfiguration()),
      settings: .init(
        name: "test", subject: "bed-1",
        patience: Patience { [waits] _ in waits.change { $0 += 1 } }),
      routing: FlowRouting(Dictionary(flows) { first, _ in first }), uplink: uplink,
      notice: { [notices] notice in notices.change { $0.append(notice) } })
  }

  /// Sends a frame and returns what the device hears, a word a message.
  func send(_ frame: String) async -> [String] {
    let reply = await link.handle(.message(Array(frame.utf8)))
    return reply.messages.map { String(decoding: $0, as: UTF8.self) }
  }

  var heard: [LinkNotice] { notices.value }

  /// How often a device's patience was started.
  var waitCount: Int { waits.value }
}

/// A value that callbacks change.
final class Box<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }

  func change(_ body: (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}
