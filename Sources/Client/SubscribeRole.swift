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
    /// The next offset wanted, over all sessions; nil before the cell has said where it begins.
    var next: UInt64?
    /// The last offset that came.
    var last: UInt64?
    /// Bytes handled whose credit has not been given back.
    var consumed = 0
    /// When a refused subscription is asked for again: a policy may grant it by then.
    var retryAt: Int64?
  }

  /// The pause before a refused subscription is asked for again, in milliseconds.
  private static let retryPause: Int64 = 30_000

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
  var deadline: Int64 { subscriptions.compactMap(\.retryAt).min() ?? .max }

  func opened(_ welcome: Welcome, at now: Int64) {
    for index in subscriptions.indices { subscribe(index) }
  }

  private func subscribe(_ index: Int) {
    subscriptions[index].retryAt = nil
    subscriptions[index].consumed = 0
    let wanted = subscriptions[index]
    outgoing.append(
      Subscribe(
        subscription: UInt32(index + 1), flow: wanted.flow,
        from: wanted.next.map { .offset($0) } ?? wanted.from, credit: Self.window
      ).encoded())
  }

  func closed() {
    outgoing = []
  }

  func nextFrame(at now: Int64) -> [UInt8]? {
    for index in subscriptions.indices {
      if let due = subscriptions[index].retryAt, now >= due { subscribe(index) }
    }
    return outgoing.isEmpty ? nil : outgoing.removeFirst()
  }

  func take(_ command: Command, of frame: [UInt8], at now: Int64) -> Bool {
    switch command {
    case .subscribed(let answer):
      guard let index = index(of: answer.subscription) else { return false }
      if subscriptions[index].next == nil { subscriptions[index].next = answer.first }
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
      refused(index, code: report.code, at: now)
      return true
    default:
      return false
    }
  }

  private func refused(_ index: Int, code: Int, at now: Int64) {
    if code == ProtocolCode.beyondHead.rawValue, subscriptions[index].next != nil {
      // The cell's journal is younger than what we had of it: go on from where it has us.
      subscriptions[index].next = nil
      subscriptions[index].last = nil
      return subscribe(index)
    }
    subscriptions[index].retryAt = now + Self.retryPause
    handle(.refused(flow: subscriptions[index].flow, code: code))
  }

  private func take(_ deliver: Deliver, of frame: [UInt8], for index: Int) -> Bool {
    let flow = subscriptions[index].flow
    for item in deliver.messages {
      if let next = subscriptions[index].next, item.offset < next { return false }
      subscriptions[index].next = item.offset + 1
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
  /// each frame's cursor follows at once.
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
