import BreakGlass
import CellProtocol
import Journal
import Policy
import Router

extension CellCore {
  /// Queues a subscription if there is something to read for it, and credit and room to send it.
  func wake(_ subscription: Subscription) {
    let session = subscription.session
    guard !subscription.isReading, !subscription.isHeld, subscription.credit > 0, session.hasRoom,
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
    let time = subscription.openings.isEmpty ? 0 : glass.seconds(now, desk.snapshot)
    records: for record in records {
      switch verdict(of: record, to: subscription, now, at: time) {
      case nil: count(.damaged, .flow(subscription.flow.name))
      case .refuse(let reason):
        guard reason.isAboutMessage else {
          refusal = reason
          break records
        }
        counters.passedOver += 1
      case .open(let activation):
        guard !mustHold(subscription, activation, at: record.offset, now, &effects) else {
          break records
        }
        glass.book.sent(1, on: activation)
        messages.append(outgoing(record, to: subscription))
      case .permit: messages.append(outgoing(record, to: subscription))
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
  /// Nil for a record that could not be read.
  private func verdict(
    of record: StoredRecord, to subscription: Subscription, _ now: CellTime, at time: Int64
  ) -> DeliveryVerdict? {
    guard !record.range.isEmpty else { return nil }
    return intake.verdict(of: record, to: subscription, desk, now, at: time)
  }

  private func outgoing(_ record: StoredRecord, to subscription: Subscription) -> Outgoing {
    subscription.lastDelivered = record.offset
    return Outgoing(offset: record.offset, source: record.source, range: record.range)
  }
}
