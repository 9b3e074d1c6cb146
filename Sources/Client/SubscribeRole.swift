import CellProtocol
import Cryptography
import SignedMessage

/// The subscriber's half of a session: subscriptions, credit, offsets, verification.
final class SubscribeRole: SessionRole {
  /// The credit of a subscription; given back in halves.
  private static let window = 1 << 20

  private struct Subscription {
    let flow: String
    let from: Subscribe.Start
    /// The last offset that came, over all sessions.
    var last: UInt64?
    /// Bytes handled whose credit has not been given back.
    var consumed = 0
    var isRefused = false
  }

  private let acknowledges: Bool
  private let handle: @Sendable (SubscriberEvent) -> Void
  private var verifier: MessageVerifier
  private var subscriptions: [Subscription]
  private var outgoing: [[UInt8]] = []

  init(
    _ flows: [FlowRequest], acknowledges: Bool,
    keys: @escaping @Sendable (KeyID) -> VerificationKey?,
    handle: @escaping @Sendable (SubscriberEvent) -> Void
  ) {
    self.acknowledges = acknowledges
    self.handle = handle
    verifier = MessageVerifier(keys: keys)
    subscriptions = flows.map { Subscription(flow: $0.flow, from: $0.from) }
  }

  var keys: [[UInt8]] { [] }
  var deadline: Int64 { .max }

  func opened(_ welcome: Welcome, at now: Int64) {
    for index in subscriptions.indices {
      subscriptions[index].isRefused = false
      subscriptions[index].consumed = 0
      let from = subscriptions[index].last.map { Subscribe.Start.offset($0 + 1) }
      outgoing.append(
        Subscribe(
          subscription: UInt32(index + 1), flow: subscriptions[index].flow,
          from: from ?? subscriptions[index].from, credit: Self.window
        ).encoded())
    }
  }

  func closed() {
    outgoing = []
  }

  func nextFrame(at now: Int64) -> [UInt8]? {
    outgoing.isEmpty ? nil : outgoing.removeFirst()
  }

  func take(_ command: Command, of frame: [UInt8], at now: Int64) -> Bool {
    switch command {
    case .subscribed(let answer):
      guard let index = index(of: answer.subscription) else { return false }
      handle(
        .subscribed(flow: subscriptions[index].flow, first: answer.first, head: answer.head))
      return true
    case .deliver(let deliver):
      guard let index = index(of: deliver.subscription) else { return false }
      return take(deliver, of: frame, for: index)
    case .error(let report):
      guard let about = report.about, let number = UInt32(exactly: about),
        let index = index(of: number)
      else { return true }
      subscriptions[index].isRefused = true
      handle(.refused(flow: subscriptions[index].flow, code: report.code))
      return true
    default:
      return false
    }
  }

  private func take(_ deliver: Deliver, of frame: [UInt8], for index: Int) -> Bool {
    let flow = subscriptions[index].flow
    for item in deliver.messages {
      if let last = subscriptions[index].last, item.offset <= last { return false }
      subscriptions[index].last = item.offset
      do {
        let message = try verifier.verify(UnverifiedMessage(frame, in: item.range))
        handle(.message(Delivery(flow: flow, offset: item.offset, message: message)))
      } catch {
        handle(.unverified(flow: flow, offset: item.offset, code: error.code.rawValue))
      }
    }
    giveBack(frame.count, for: index)
    return true
  }

  /// Credit and cursor follow in halves of the window, so that they cost little; on an idle flow
  /// each frame's
  /// cursor follows at once.
  private func giveBack(_ bytes: Int, for index: Int) {
    let number = UInt32(index + 1)
    subscriptions[index].consumed += bytes
    if acknowledges, let last = subscriptions[index].last {
      outgoing.append(Acked(subscription: number, offset: last).encoded())
    }
    if subscriptions[index].consumed >= Self.window / 4 {
      outgoing.append(
        Credit(subscription: number, bytes: subscriptions[index].consumed).encoded())
      subscriptions[index].consumed = 0
    }
  }

  private func index(of subscription: UInt32) -> Int? {
    let index = Int(subscription) - 1
    return subscriptions.indices.contains(index) ? index : nil
  }
}
