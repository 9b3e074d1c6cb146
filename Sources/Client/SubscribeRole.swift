import CellProtocol
import SignedMessage

/// The subscriber's half of a session: subscriptions, credit, offsets, verification.
final class SubscribeRole: SessionRole {
  /// The credit of a subscription; given back in halves.
  private static let window = 1 << 20

  private struct Subscription {
    let flow: String
    var from: Subscribe.Start
    /// The next offset wanted, over all sessions; nil before the cell has said where it begins.
    var next: UInt64?
    /// The last offset that came.
    var last: UInt64?
    /// Bytes handled whose credit has not been given back.
    var consumed = 0
    /// When a refused subscription is asked for again: a policy may grant it by then.
    var retryAt: Int64?
    /// What comes is held against our own policies.
    var check: DeliveryCheck
    /// Whether it is open: what comes before the answer is of one that was ended.
    var isOpen = false

    /// The journal whose offsets we knew is gone: what it was to bring begins anew.
    mutating func forgetOffsets() {
      next = nil
      last = nil
      from = from == .now || from == .oldest ? .oldest : .resume
    }
  }

  /// The pause before a refused subscription is asked for again, in milliseconds.
  private static let retryPause: Int64 = 30_000

  private let acknowledges: Bool
  private let handle: @Sendable (SubscriberEvent) -> Void
  /// The journal whose offsets we know.
  private var journal: [UInt8]?
  private var subscriptions: [Subscription]
  private var outgoing: [[UInt8]] = []

  init(
    _ flows: [FlowRequest], acknowledges: Bool,
    trust: ProducerTrust, handle: @escaping @Sendable (SubscriberEvent) -> Void
  ) {
    self.acknowledges = acknowledges
    self.handle = handle
    subscriptions = flows.map {
      Subscription(flow: $0.flow, from: $0.from, check: DeliveryCheck(of: $0.flow, trust))
    }
  }

  var keys: [[UInt8]] { [] }
  var deadline: Int64 { subscriptions.compactMap(\.retryAt).min() ?? .max }

  func opened(_ welcome: Welcome, at now: Int64) -> Bool {
    if let journal, journal != welcome.journal {
      for index in subscriptions.indices { subscriptions[index].forgetOffsets() }
    }
    journal = welcome.journal
    for index in subscriptions.indices { subscribe(index) }
    return true
  }

  private func subscribe(_ index: Int) {
    subscriptions[index].retryAt = nil
    subscriptions[index].consumed = 0
    subscriptions[index].isOpen = false
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
      subscriptions[index].isOpen = true
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
      // The cell's journal was put back to an older state than the one we know.
      subscriptions[index].forgetOffsets()
      return subscribe(index)
    }
    if subscriptions[index].isOpen, ProtocolCode(rawValue: code)?.leavesSubscription == true {
      return
    }
    subscriptions[index].isOpen = false
    subscriptions[index].retryAt = now + Self.retryPause
    handle(.refused(flow: subscriptions[index].flow, code: code))
  }

  private func take(_ deliver: Deliver, of frame: [UInt8], for index: Int) -> Bool {
    guard subscriptions[index].isOpen else { return true }
    let flow = subscriptions[index].flow
    for item in deliver.messages {
      if let next = subscriptions[index].next, item.offset < next { return false }
      subscriptions[index].next = item.offset + 1
      subscriptions[index].last = item.offset
      switch subscriptions[index].check.verify(frame, in: item.range) {
      case .success(let message):
        handle(.message(Delivery(flow: flow, offset: item.offset, message: message)))
      case .failure(let unbelieved):
        handle(.unverified(flow: flow, offset: item.offset, code: unbelieved.code))
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
