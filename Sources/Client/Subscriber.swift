package import CellProtocol
package import SignedMessage
import Synchronization
package import ZeroMQ

/// What a subscriber wants of one flow.
package struct FlowRequest: Sendable {
  /// `vitals`, or `icu/vitals` where the flow is imported.
  package let flow: String
  package let from: Subscribe.Start

  /// A flow, and where to start in it.
  package init(flow: String, from: Subscribe.Start) {
    self.flow = flow
    self.from = from
  }
}

/// What a subscriber gets, on the subscriber's thread.
package enum SubscriberEvent {
  /// The subscription is open: the first offset to be examined, and the one that the next message
  /// will get.
  case subscribed(flow: String, first: UInt64, head: UInt64)
  /// A message whose signature this subscriber verified itself.
  case message(Delivery)
  /// A message that does not verify, or comes again; the cell can't forge, so somebody tried. The
  /// code says why.
  case unverified(flow: String, offset: UInt64, code: Int)
  /// The cell refused the subscription: no grant, or one that was taken back.
  case refused(flow: String, code: Int)
}

/// One verified message.
package struct Delivery {
  package let flow: String
  package let offset: UInt64
  package let message: VerifiedMessage
}

/// Subscribes to flows of one cell, verifies every producer's signature, and comes back after every
/// loss where it was.
///
/// Events are handled on the subscriber's thread, one at a time: credit is given back when a frame
/// is handled, so a slow handler slows its own deliveries and costs no memory. With `acknowledges`,
/// the durable cursor follows what was handled, message by message.
package final class Subscriber: Sendable {
  private let wakeUp: WakeUp
  private let isOpen: Running
  private let thread: PosixThread

  /// Connects, and works on a thread of its own until ``close()``.
  ///
  /// - Parameters:
  ///   - trust: what the verified policies say of producers.
  ///   - acknowledges: whether the durable cursor of each flow follows.
  ///   - isDone: asked before each message; when it is true nothing more is handed over, and the
  /// session ends.
  package init(
    in context: Context, _ configuration: ConnectionConfiguration, to flows: [FlowRequest],
    trusting trust: ProducerTrust, acknowledges: Bool = true,
    status: @escaping @Sendable (ConnectionStatus) -> Void = { _ in },
    until isDone: @escaping @Sendable () -> Bool = { false },
    handle: @escaping @Sendable (SubscriberEvent) -> Void
  ) throws(ZeroMQError) {
    let wakeUp = try WakeUp()
    let isOpen = Running()
    self.wakeUp = wakeUp
    self.isOpen = isOpen
    thread = try PosixThread("subscriber") {
      let role = SubscribeRole(flows, acknowledges: acknowledges, trust: trust, handle: handle)
      let connection = CellConnection(
        in: context, configuration, role: role, wakeUp: wakeUp, status: status)
      do throws(ZeroMQError) {
        try connection.run(while: { isOpen.value && !isDone() })
      } catch {
        status(.failed(error))
      }
    }
  }

  /// Ends the session and the thread. Not from within the handler: use ``stop()`` there.
  package func close() {
    stop()
    thread.join()
  }

  /// Asks the thread to end, and does not wait for it.
  package func stop() {
    isOpen.end()
    wakeUp.signal()
  }
}

/// Whether a thread is to go on.
final class Running: Sendable {
  private let running = Atomic(true)

  var value: Bool { running.load(ordering: .acquiring) }

  func end() { running.store(false, ordering: .releasing) }
}
