import BreakGlass
import CellProtocol
import Policy
import SignedMessage

extension CellCore {
  /// Heartbeats, silent sessions, cursors that waited long enough, links, the log.
  ///
  /// Who was not heard because we were busy or asleep is not blamed for it: while there is more to
  /// read than we take, the bound is three times as far.
  func tick(_ isDrained: Bool, _ now: CellTime, _ effects: inout [CellEffect]) {
    visitGhosts(now, &effects)
    let silenceMax = isDrained ? Limit.silenceMax : 3 * Limit.silenceMax
    for session in sessionsInOrder {
      if now.monotonic - session.lastHeard >= silenceMax {
        end(session, .silent, now, &effects)
      } else if now.monotonic - session.lastSent >= Limit.heartbeat {
        beat(session, now, &effects)
      }
    }
    for id in links.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      tick(id, isDrained, now, &effects)
    }
    superviseBreakGlass(now, &effects)
    tickLedger(now, &effects)
    if cursors.isDue(at: now.monotonic) || ledger.isDue(at: now.monotonic) {
      commit(now, &effects)
    }
    for entry in refusals.flush() { effects.append(.log(entry)) }
  }

  /// Another snapshot is in force: everybody who is here is asked again.
  func replace(
    _ snapshot: PolicySnapshot, _ users: [UInt64: CurveKey], _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    desk = PolicyDesk(snapshot, users: users, numbering)
    intake.forgetPolicy()
    // What the new policy ends must open nothing to who is asked again below.
    _ = glass.book.close(under: snapshot, at: glass.seconds(now, snapshot))
    for session in sessionsInOrder {
      guard
        let (_, handle) = desk.principal(of: session.peer.user, named: session.id.description),
        snapshot.refusal(of: handle, at: now.wallSeconds) == nil
      else {
        end(session, .revoked, now, &effects)
        continue
      }
      session.principal = handle
      session.memo.removeAll()
      for number in session.subscriptions.keys.sorted() {
        guard let subscription = session.subscriptions[number] else { continue }
        renew(subscription, now, &effects)
      }
    }
    superviseBreakGlass(now, &effects)
    renewLinks(now, &effects)
  }

  /// Resolves a subscription in the new snapshot, or ends it.
  private func renew(
    _ subscription: Subscription, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let session = subscription.session
    guard let flow = desk.flows[subscription.flow.name] else {
      return end(subscription, code: Reason.unknownFlow.code, now, &effects)
    }
    let reason = desk.refusalToSubscribe(
      session.principal, flow, isNew: false, at: now.wallSeconds)
    subscription.openings = openings(of: session, flow, now)
    if let reason, subscription.openings.isEmpty {
      let why = subscription.restsOnBreakGlass ? Reason.breakGlassEnded : reason
      return end(subscription, code: why.code, now, &effects)
    }
    subscription.restsOnBreakGlass = reason != nil
    subscription.flow = flow
    subscription.action = desk.deliveryAction(of: session.principal)
    subscription.memo.removeAll()
    wake(subscription)
  }

  /// The cell ends: whoever is here is told, and cursors are made durable.
  func stop(_ now: CellTime, _ effects: inout [CellEffect]) {
    for session in sessionsInOrder {
      effects.append(.send(session.peer, Command.byeFrame))
    }
    for id in links.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      effects.append(.forward(id, Command.byeFrame))
    }
    closeLedger(now)
    commit(now, force: true, &effects)
    for entry in refusals.flush() { effects.append(.log(entry)) }
  }

  /// The same for the same events, for ever.
  var sessionsInOrder: [Session] {
    sessions.values.sorted { $0.peer.connection < $1.peer.connection }
  }
}
