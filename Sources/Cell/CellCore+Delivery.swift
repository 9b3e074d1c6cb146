import CellProtocol
import Journal
import Policy
import Router

extension CellCore {
  /// Queues a subscription if there is something to read for it, and credit and room to send it.
  func wake(_ subscription: Subscription) {
    let session = subscription.session
    guard !subscription.isReading, subscription.credit > 0, session.hasRoom,
      subscription.position < heads[subscription.flow.number, default: 0]
    else { return }
    ready.push(subscription.id, of: session.account.party, subscription.flow.urgency)
  }

  /// Queues all of a session that can be served.
  func wake(_ session: Session) {
    for subscription in session.subscriptions.values.sorted(by: { $0.number < $1.number }) {
      wake(subscription)
    }
  }

  /// Orders reads for the next consumers, alerts first. One whose session is silent, or has no room
  /// any more, is woken when that changes.
  func serve(_ count: Int, _ now: CellTime, _ effects: inout [CellEffect]) {
    for _ in 0..<count {
      guard let id = ready.pop() else { return }
      guard let subscription = consumers[id], subscription.credit > 0,
        subscription.session.hasRoom, subscription.session.isFresh(at: now.monotonic)
      else { continue }
      subscription.isReading = true
      effects.append(
        .read(
          ReadOrder(
            consumer: id, flow: subscription.flow.number, from: subscription.position,
            bytesMax: min(subscription.credit, Limit.deliverBytes),
            countMax: Limit.messagesPerFrameMax)))
    }
  }

  /// Sends what a subscriber may have of the records that were read; the cursor passes over the
  /// rest.
  func deliver(
    _ records: [StoredRecord], to id: ConsumerID, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    guard let subscription = consumers[id] else { return }
    subscription.isReading = false
    // Reads are ordered by the turn: those before this one may have used up the room. What proves
    // that they were read wakes it again.
    guard !records.isEmpty, subscription.session.hasRoom else { return }
    var messages: [Outgoing] = []
    messages.reserveCapacity(records.count)
    var refusal: Reason?
    for record in records {
      if record.range.isEmpty {
        count(.damaged, .flow(subscription.flow.name))
      } else if let reason = intake.refusal(of: record, to: subscription, desk, now) {
        guard reason.isAboutMessage else {
          refusal = reason
          break
        }
        counters.passedOver += 1
      } else {
        messages.append(
          Outgoing(offset: record.offset, source: record.source, range: record.range))
        subscription.lastDelivered = record.offset
      }
      subscription.position = record.offset + 1
    }
    if !messages.isEmpty {
      let frame = Deliver.encoded(subscription: subscription.number, messages)
      subscription.credit -= frame.count
      counters.delivered += UInt64(messages.count)
      send(frame, to: subscription.session, now, &effects)
      guard consumers[id] != nil else { return }
    }
    if let refusal { return end(subscription, code: refusal.code, now, &effects) }
    wake(subscription)
  }
}
