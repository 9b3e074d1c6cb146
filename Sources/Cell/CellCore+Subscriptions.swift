import CellProtocol
import Journal
import Policy
import Router

extension CellCore {
  /// SUBSCRIBE: a new cursor over a flow.
  func open(
    _ subscribe: Subscribe, _ session: Session, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let about = UInt64(subscribe.subscription)
    if let old = session.subscriptions[subscribe.subscription] {
      close(old)
      return fault(.subscriptionInUse, about: about, session, now, &effects)
    }
    guard session.subscriptions.count < Limit.subscriptionsPerSessionMax else {
      return fault(.subscriptionLimit, about: about, session, now, &effects)
    }
    guard subscribe.credit <= Limit.subscriptionCreditBytesMax else {
      return fault(.creditBound, about: about, session, now, &effects)
    }
    guard let flow = desk.flows[subscribe.flow], let name = desk.number(of: session.id) else {
      // A flow that is not there is answered like one that is not granted.
      return deny(Reason.notGranted.code, about, session, now, &effects)
    }
    let durable = cursors.position(.consumer, name, flow.number)
    let reason = desk.refusalToSubscribe(
      session.principal, flow, isNew: durable == nil, at: now.wallSeconds)
    let openings = openings(of: session, flow, now)
    if let reason, openings.isEmpty { return deny(reason.code, about, session, now, &effects) }
    let head = heads[flow.number, default: 0]
    let first = first(of: subscribe.from, durable, flow.number, head)
    guard first <= head else {
      return fault(.beyondHead, about: about, session, now, &effects)
    }
    if reason == nil { cursors.begin(.consumer, name, flow.number, at: first, now.monotonic) }
    let subscription = add(subscribe, flow, at: first, to: session)
    (subscription.openings, subscription.restsOnBreakGlass) = (openings, reason != nil)
    wake(subscription)
    let subscribed = Subscribed(subscription: subscribe.subscription, first: first, head: head)
    send(subscribed.encoded(), to: session, now, &effects)
  }

  private func first(
    of start: Subscribe.Start, _ durable: UInt64?, _ flow: FlowNumber, _ head: UInt64
  ) -> UInt64 {
    let kept = oldest[flow, default: 0]
    switch start {
    case .oldest: return kept
    case .now: return head
    case .offset(let offset): return max(offset, kept)
    case .resume: return min(max(durable ?? kept, kept), head)
    }
  }

  private func add(
    _ subscribe: Subscribe, _ flow: DeskFlow, at first: UInt64, to session: Session
  ) -> Subscription {
    consumerCount += 1
    let subscription = Subscription(
      id: ConsumerID(rawValue: consumerCount), session: session, number: subscribe.subscription,
      flow: flow, action: desk.deliveryAction(of: session.principal), position: first,
      credit: subscribe.credit)
    session.subscriptions[subscribe.subscription] = subscription
    consumers[subscription.id] = subscription
    index.insert(subscription.id, flow: flow.number.rawValue)
    return subscription
  }

  /// A refusal by the policy, about a subscription that was not opened.
  private func deny(
    _ code: Int, _ about: UInt64, _ session: Session, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    fault(ErrorReport(code: code, isFatal: false, about: about), session, now, &effects)
  }

  /// CREDIT: more bytes may be sent.
  func extend(
    _ credit: Credit, _ session: Session, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let about = UInt64(credit.subscription)
    guard let subscription = session.subscriptions[credit.subscription] else {
      return fault(.noSubscription, about: about, session, now, &effects)
    }
    guard subscription.credit + credit.bytes <= Limit.subscriptionCreditBytesMax else {
      return fault(.creditBound, about: about, session, now, &effects)
    }
    subscription.credit += credit.bytes
    wake(subscription)
  }

  /// ACKED: the durable cursor moves.
  func advance(
    _ acked: Acked, _ session: Session, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let about = UInt64(acked.subscription)
    guard let subscription = session.subscriptions[acked.subscription] else {
      return fault(.noSubscription, about: about, session, now, &effects)
    }
    // What lies before the subscription's begin was delivered to an earlier one.
    guard acked.offset < subscription.position else {
      return fault(.beyondDelivered, about: about, session, now, &effects)
    }
    // The durable cursor is that of what the principal may have anyway: nobody misses anything of
    // it because an emergency came before.
    guard !subscription.restsOnBreakGlass, let name = desk.number(of: session.id) else { return }
    // What was passed over behind the last delivered message need not be examined again.
    let isLast = acked.offset == subscription.lastDelivered
    let next = isLast ? subscription.position : acked.offset + 1
    cursors.advance(
      .consumer, name, subscription.flow.number, to: next, at: now.monotonic)
  }

  /// UNSUBSCRIBE: a subscription ends as its client wants it.
  func close(
    _ unsubscribe: Unsubscribe, _ session: Session, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    guard let subscription = session.subscriptions[unsubscribe.subscription] else {
      let about = UInt64(unsubscribe.subscription)
      return fault(.noSubscription, about: about, session, now, &effects)
    }
    close(subscription)
  }

  /// Ends a subscription and tells why; its durable cursor stays.
  func end(
    _ subscription: Subscription, code: Int, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let session = subscription.session
    count(code, session.culprit)
    close(subscription)
    let error = ErrorReport(code: code, isFatal: false, about: UInt64(subscription.number))
    send(error.encoded(), to: session, now, &effects)
  }

  func close(_ subscription: Subscription) {
    subscription.session.subscriptions[subscription.number] = nil
    forget(subscription)
  }

  /// Takes a subscription out of every table but its session's.
  func forget(_ subscription: Subscription) {
    consumers[subscription.id] = nil
    index.remove(subscription.id)
    ready.remove(subscription.id)
  }
}
