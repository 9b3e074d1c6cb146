import CellProtocol
import SignedMessage

/// The subscriber's half of a session: subscriptions, credit, offsets, verification.
final class SubscribeRole: SessionRole {
  /// The credit of a subscription; given back in quarters.
  private static let window = 1 << 20

  private struct Subscription {
    let flow: String
    var from: Subscribe.Start
    /// The next offset wanted, over all sessions; nil before the cell has said where it begins.
    var next: UInt64?
    /// The last offset that was handled.
    var last: UInt64?
    /// The one of them that this session told the cell.
    var acknowledged: UInt64?
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
  /// Messages in hand, of one frame.
  private var inHand = Hand()

  private struct Hand {
    var items: [Deliver.Item] = []
    /// The first of them that was not handled.
    var position = 0
    var frame: [UInt8] = []
    /// The subscription that they are of.
    var index = 0
  }

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
    inHand = Hand()
    for index in subscriptions.indices { subscriptions[index].isOpen = false }
  }

  func nextFrame(at now: Int64) -> [UInt8]? {
    for index in subscriptions.indices {
      if let due = subscriptions[index].retryAt, now >= due { subscribe(index) }
    }
    if !outgoing.isEmpty { return outgoing.removeFirst() }
    return acknowledgement()
  }

  /// The durable cursor follows what was handled, whichever session it came in.
  private func acknowledgement() -> [UInt8]? {
    guard acknowledges else { return nil }
    for index in subscriptions.indices where subscriptions[index].isOpen {
      guard let last = subscriptions[index].last, last != subscriptions[index].acknowledged
      else { continue }
      subscriptions[index].acknowledged = last
      return Acked(subscription: UInt32(index + 1), offset: last).encoded()
    }
    return nil
  }

  func take(_ command: Command, of frame: [UInt8], at now: Int64) -> Bool {
    switch command {
    case .subscribed(let answer):
      guard let index = index(of: answer.subscription) else { return false }
      if subscriptions[index].next == nil { subscriptions[index].next = answer.first }
      subscriptions[index].isOpen = true
      subscriptions[index].acknowledged = nil
      handle(
        .subscribed(flow: subscriptions[index].flow, first: answer.first, head: answer.head))
      return true
    case .deliver(let deliver):
      guard let index = index(of: deliver.subscription) else { return false }
      guard subscriptions[index].isOpen else { return true }
      // Offsets ascend within the frame, so this holds for all of it.
      if let next = subscriptions[index].next, deliver.messages[0].offset < next { return false }
      inHand = Hand(items: deliver.messages, frame: frame, index: index)
      return true
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

  var hasWork: Bool { inHand.position < inHand.items.count }

  /// Hands over one message in hand; credit follows when the frame is done.
  func work() {
    guard hasWork else { return }
    let index = inHand.index
    let item = inHand.items[inHand.position]
    inHand.position += 1
    subscriptions[index].next = item.offset + 1
    subscriptions[index].last = item.offset
    let flow = subscriptions[index].flow
    switch subscriptions[index].check.verify(inHand.frame, in: item.range) {
    case .success(let message):
      handle(.message(Delivery(flow: flow, offset: item.offset, message: message)))
    case .failure(let unbelieved):
      handle(.unverified(flow: flow, offset: item.offset, code: unbelieved.code))
    }
    if !hasWork { giveBack(inHand.frame.count, for: index) }
  }

  /// Credit follows in quarters of the window, so that it costs little.
  private func giveBack(_ bytes: Int, for index: Int) {
    subscriptions[index].consumed += bytes
    guard subscriptions[index].consumed >= Self.window / 4 else { return }
    outgoing.append(
      Credit(subscription: UInt32(index + 1), bytes: subscriptions[index].consumed).encoded())
    subscriptions[index].consumed = 0
  }

  private func index(of subscription: UInt32) -> Int? {
    let index = Int(subscription) - 1
    return subscriptions.indices.contains(index) ? index : nil
  }
}
