import BreakGlass
import Cryptography
import Journal
import Ledger
import Policy
import Router
import SignedMessage
import SignedPolicy

extension CellCore {
  /// An officer's step came. It takes effect when its record is durable, and is answered then.
  func take(
    _ step: [UInt8], _ ticket: StepTicket, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    do throws(StepFault) {
      let verified = try UnverifiedStep(step).verified(under: desk.snapshot)
      let time = glass.seconds(now, desk.snapshot)
      let entry = try glass.book.propose(verified, under: desk.snapshot, at: time).get()
      guard !glass.isWaiting(entry) else { throw .repeated }
      record(entry, ticket, &effects)
    } catch {
      refuse(ticket, error, &effects)
    }
  }

  private func refuse(
    _ ticket: StepTicket, _ fault: StepFault, _ effects: inout [CellEffect]
  ) {
    count(fault.code, .strangers, detail: " (\(Self.breakGlass))", as: .breakGlassRefused)
    effects.append(.answer(ticket, code: fault.code))
  }

  private func record(
    _ entry: BreakGlassEntry, _ ticket: StepTicket?, _ effects: inout [CellEffect]
  ) {
    guard ticket != nil || !glass.isWaiting(entry) else { return }
    effects.append(.record(glass.wait(for: entry, ticket), entry))
  }

  /// A record is durable: only now it takes effect, and everybody who looks sees it.
  func recorded(_ number: UInt64, _ now: CellTime, _ effects: inout [CellEffect]) {
    guard let waiting = glass.settle(number) else { return }
    glass.apply(waiting.entry, now)
    effects.append(.announce(waiting.entry.record))
    effects.append(.signHead)
    if let ticket = waiting.ticket { effects.append(.answer(ticket, code: nil)) }
    renewOpenings(now, &effects)
    for subscription in subscriptionsInOrder where subscription.isHeld {
      subscription.isHeld = false
      wake(subscription)
    }
  }

  /// A record could not be made durable: nothing takes effect, and the operator hears it. What is
  /// over stays over.
  func recordFailed(_ number: UInt64, code: Int, _ effects: inout [CellEffect]) {
    guard let waiting = glass.settle(number) else { return }
    // The ledger is what could not be written to: the log alone says it.
    refusals.count(code, Self.breakGlass)
    refusals.count(StepFault.notRecorded.code, Self.breakGlass)
    if let ticket = waiting.ticket {
      effects.append(.answer(ticket, code: StepFault.notRecorded.code))
    }
  }

  /// Ends what must end, at once, and has written down what is not yet.
  func superviseBreakGlass(_ now: CellTime, _ effects: inout [CellEffect]) {
    defer { glass.rest(now) }
    guard !glass.book.activations.isEmpty else { return }
    let time = glass.seconds(now, desk.snapshot)
    let ends = glass.book.close(under: desk.snapshot, at: time)
    if !ends.isEmpty { renewOpenings(now, &effects) }
    // What was opened is written down before the end of it.
    if glass.countsAreDue(now) || !ends.isEmpty {
      let counts = glass.book.counts(under: desk.snapshot, at: time)
      for entry in counts { record(entry, nil, &effects) }
    }
    let missing = glass.book.missingReviews(under: desk.snapshot, at: time)
    for entry in ends + missing { record(entry, nil, &effects) }
    for subscription in subscriptionsInOrder where subscription.isHeld {
      subscription.isHeld = false
      wake(subscription)
    }
  }

  /// The activations that open a flow to a principal now.
  func openings(of session: Session, _ flow: DeskFlow, _ now: CellTime) -> [Opening] {
    guard !glass.book.activations.isEmpty, session.id.compartment == identity.compartment else {
      return []
    }
    let snapshot = desk.snapshot
    let time = glass.seconds(now, snapshot)
    return glass.book.open(to: session.id.name, at: time).compactMap { activation in
      guard let handle = snapshot.template(activation.template),
        snapshot.entry(handle)?.template.flows.contains(flow.name) == true
      else { return nil }
      let request = Request(.subscribe, by: session.principal, on: flow.handle, at: time)
      guard snapshot.decide(request, opening: handle, isAboutPatient: false).isPermit else {
        return nil
      }
      return Opening(
        activation: activation.digest, template: handle, patient: activation.patient,
        until: activation.until)
    }
  }

  /// Asks again what is opened to each subscription, and ends those that rested on it.
  private func renewOpenings(_ now: CellTime, _ effects: inout [CellEffect]) {
    for subscription in subscriptionsInOrder {
      guard consumers[subscription.id] != nil else { continue }
      subscription.openings = openings(of: subscription.session, subscription.flow, now)
      guard subscription.restsOnBreakGlass, subscription.openings.isEmpty else { continue }
      end(subscription, code: Reason.breakGlassEnded.code, now, &effects)
    }
  }

  /// Has the first message that an activation opens in a flow written down before it is sent; true
  /// when that must be waited for.
  func mustHold(
    _ subscription: Subscription, _ activation: Digest, at offset: UInt64, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) -> Bool {
    let time = glass.seconds(now, desk.snapshot)
    let first = glass.book.first(
      activation, flow: subscription.flow.name, offset: offset, under: desk.snapshot, at: time)
    guard let first else { return false }
    record(first, nil, &effects)
    subscription.isHeld = true
    return true
  }

  private var subscriptionsInOrder: [Subscription] {
    consumers.values.sorted { $0.id.rawValue < $1.id.rawValue }
  }

  /// Under which steps and records are counted in the log.
  static let breakGlass = "break-glass"
}

extension Intake {
  /// What becomes of a record that was read for a subscriber: the policy's word, and if that is no,
  /// once more for each activation that opens the flow to it.
  mutating func verdict(
    of record: StoredRecord, to subscription: Subscription, _ desk: PolicyDesk, _ now: CellTime,
    at time: Int64
  ) -> DeliveryVerdict {
    guard let ordinary = refusal(of: record, to: subscription, desk, now) else { return .permit }
    let open = subscription.openings.filter { time < $0.until }
    guard !open.isEmpty else {
      return .refuse(subscription.restsOnBreakGlass ? .breakGlassEnded : ordinary)
    }
    guard let message = try? UnverifiedMessage(record.source, in: record.range) else {
      return .refuse(.labelMissing)
    }
    var request = Request(
      subscription.action, by: subscription.session.principal, on: subscription.flow.handle,
      at: time)
    request.label = label(message.encodedLabel, desk.snapshot.scheme)
    request.subject = message.subject
    request.signingKey = message.keyID
    var reason = ordinary
    for opening in open {
      let isAbout = PatientMatch.isAbout(opening.patient, message.frame, in: message.payload)
      let decision = desk.snapshot.decide(
        request, opening: opening.template, isAboutPatient: isAbout)
      guard case .deny(let refusal) = decision else { return .open(opening.activation) }
      reason = refusal
    }
    return .refuse(reason)
  }
}
