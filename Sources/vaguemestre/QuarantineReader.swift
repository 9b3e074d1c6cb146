import CellProtocol
import Client
import Foundation
import NormalizedFormat
import SignedMessage
import Site
import Synchronization
import ZeroMQ

/// Reads a compartment's quarantine from its begin to where it ends now; moves no cursor.
enum QuarantineReader {
  /// What is in quarantine, oldest first, and whether that is all of it: a record that can't be
  /// verified now is there all the same.
  struct Content {
    let items: [QuarantinedItem]
    let isWhole: Bool

    /// Has the memory of replays forget what quarantine does not hold any more. What can't be read
    /// now may be read again, and was replayed all the same.
    func forgetGone(in replayed: inout ReplayedMessages) throws(SiteError) {
      if isWhole { try replayed.keep(Set(items.map(\.replayKey))) }
    }
  }

  fileprivate struct State {
    var items: [QuarantinedItem] = []
    /// Records that are there and can't be read as one.
    var unreadable = 0
    var head: UInt64?
    var failure: CommandFailure?
  }

  private final class Collector: Sendable {
    let state = Mutex(State())
    let done = DispatchSemaphore(value: 0)

    func handle(_ event: SubscriberEvent) {
      let isDone = state.withLock { state in
        switch event {
        case .subscribed(_, let first, let head):
          state.head = head
          return first >= head
        case .refused(_, let code):
          state.failure = CommandFailure(
            "VGM-\(code): the cell refuses the quarantine to this officer")
          return true
        case .unverified(_, let offset, _):
          state.unreadable += 1
          return offset + 1 >= state.head ?? 0
        case .message(let delivery):
          state.add(delivery)
          return delivery.offset + 1 >= state.head ?? 0
        }
      }
      if isDone { done.signal() }
    }

    /// Until all is there. A long quarantine takes its time; ten seconds of silence end it.
    func wait() throws {
      var known = -1
      while done.wait(timeout: .now() + 10) != .success {
        let count = state.withLock { $0.items.count + $0.unreadable }
        guard count > known, count > 0 else {
          throw CommandFailure("the cell does not answer; does 'vaguemestre up' run?")
        }
        known = count
      }
    }

    func note(_ status: ConnectionStatus) {
      guard status == .keyRefused else { return }
      state.withLock {
        $0.failure = CommandFailure("VGM-3108: the cell does not know this officer's key")
      }
      done.signal()
    }
  }

  /// Everything that is there; an error when the cell says nothing for ten seconds.
  static func read(_ officer: Member) throws -> Content {
    let collector = Collector()
    let subscriber = try Subscriber(
      in: Context.shared(), officer.connection("vaguemestre quarantine"),
      to: [FlowRequest(flow: "quarantine", from: .oldest)],
      trusting: officer.trust, acknowledges: false,
      status: { collector.note($0) }, handle: { collector.handle($0) })
    defer { subscriber.close() }
    try collector.wait()
    let state = collector.state.withLock { $0 }
    if let failure = state.failure { throw failure }
    if state.unreadable > 0 {
      Standard.complain(
        "\(state.unreadable) records can't be read or verified here, and are not shown")
    }
    return Content(
      items: QuarantinedItem.joining(state.items), isWhole: state.unreadable == 0)
  }
}

extension QuarantineReader.State {
  fileprivate mutating func add(_ delivery: Delivery) {
    let signed = delivery.message
    guard let message = try? Message(decoding: Array(signed.payloadBytes)),
      case .quarantine(let content) = message.content
    else {
      unreadable += 1
      return
    }
    items.append(
      QuarantinedItem(
        offset: delivery.offset, issuedAt: signed.issuedAt, subject: signed.subject,
        content: content))
  }
}
