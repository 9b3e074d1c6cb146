import CellProtocol
import Journal
import Policy
import Router
import SignedMessage

extension MessageError {
  /// Whether the code says that signature or proof do not verify under a key that is known.
  static func isForgery(_ code: Int) -> Bool {
    code == Code.signature.rawValue || code == Code.proof.rawValue
  }
}

/// The answer to a PUBLISH, waiting for the commit.
struct PendingAnswer {
  let session: Session
  let request: UInt64
  /// Length of the frame: what comes back as credit.
  let bytes: Int
  let slots: [Slot]

  /// Whether a message of it is refused.
  var hasRefusal: Bool {
    slots.contains { if case .refused = $0 { true } else { false } }
  }

  /// What became of one message.
  enum Slot {
    /// It is this entry of the batch.
    case entry(Int)
    case duplicate
    case refused(Int)
  }
}

extension CellCore {
  /// Takes in the messages of a PUBLISH. The answer waits for the commit.
  func publish(
    _ publish: Publish, _ frame: [UInt8], _ session: Session, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    guard session.bytesUnderWay + frame.count <= Limit.publishCreditBytes else {
      return fault(.publishCredit, about: publish.request, session, now, &effects)
    }
    guard publish.request <= session.nextRequest else {
      count(.gap, session.culprit)
      let nack = Nack(
        request: publish.request, code: ProtocolCode.gap.rawValue, retryAfter: Limit.retryAfter,
        credit: frame.count)
      return send(nack.encoded(), to: session, now, &effects)
    }
    session.bytesUnderWay += frame.count
    session.nextRequest = max(session.nextRequest, publish.request + 1)
    var slots: [PendingAnswer.Slot] = []
    slots.reserveCapacity(publish.messages.count)
    let checked = intake.signatureChecks(of: identity.compartment)
    for range in publish.messages {
      let slot = take(frame, range, session, now)
      slots.append(slot)
      let checks = intake.signatureChecks(of: identity.compartment) - checked
      guard checks <= Limit.signaturesPerPublishMax else {
        return end(session, .signatureLimit, about: publish.request, now, &effects)
      }
      if case .refused(let code) = slot, MessageError.isForgery(code),
        session.account.fault(at: now.monotonic)
      {
        // Each cost a verification; who brings more of them is not listened to.
        return end(session, .faultLimit, now, &effects)
      }
    }
    answers.append(
      PendingAnswer(
        session: session, request: publish.request, bytes: frame.count, slots: slots))
  }

  /// Checks one message and puts it into the batch.
  private func take(
    _ frame: [UInt8], _ range: Range<Int>, _ session: Session, _ now: CellTime
  ) -> PendingAnswer.Slot {
    switch intake.admit(frame, range, session, desk, &producers, now) {
    case .failure(let refusal):
      count(refusal.code, session.culprit)
      return .refused(refusal.code)
    case .success(let admission):
      return stage(admission, frame, range, who: session.culprit, now)
    }
  }

  /// Holds an admitted message against its producer's mark, and puts a new one into the batch.
  func stage(
    _ admission: Admission, _ frame: [UInt8], _ range: Range<Int>, who: Culprit, _ now: CellTime
  ) -> PendingAnswer.Slot {
    let state = admission.grant.producer(in: &producers)
    switch state.standing(epoch: admission.epoch, sequence: admission.sequence) {
    case .refused(let code):
      count(code, who)
      return .refused(code.rawValue)
    case .duplicate:
      counters.duplicates += 1
      return .duplicate
    case .new:
      let grant = admission.grant
      producers.stage(
        state, epoch: admission.epoch, sequence: admission.sequence,
        notingGaps: !grant.isImport)
      let metadata = IngestMetadata(
        receivedAt: now.wall, rule: grant.rule, source: grant.source,
        policyVersion: desk.snapshot.edition.version)
      batch.append(grant.flow, metadata, frame, in: range)
      places.append(admission.place)
      return .entry(batch.entries.count - 1)
    }
  }

  /// Has what is staged made durable; answers at once what needs no commit.
  ///
  /// Moved cursors go with messages, or by themselves once they have waited.
  func commit(_ now: CellTime, force: Bool = false, _ effects: inout [CellEffect]) {
    let hasMessages = !batch.entries.isEmpty
    if force || hasMessages || cursors.isDue(at: now.monotonic) {
      cursors.stage(into: &batch)
    }
    producers.stageMarks(into: &batch)
    if force || hasMessages || ledger.isDue(at: now.monotonic) { ledger.stage(into: &batch) }
    if batch.isEmpty { return answer([], now, &effects) }
    effects.append(.commit)
  }

  /// The batch is durable: answers, and whoever stands at its flows can be served.
  func committed(_ offsets: [UInt64], _ now: CellTime, _ effects: inout [CellEffect]) {
    counters.commits += 1
    counters.accepted += UInt64(batch.entries.count)
    counters.leaves += UInt64(batch.leaves.count)
    note(offsets)
    producers.committed()
    cursors.committed()
    clearBatch()
    ledgerCommitted(now, &effects)
    answer(offsets, now, &effects)
    acknowledgeImports(now, &effects)
    for flow in touchedFlows.sorted() {
      for consumer in index.consumers(of: flow.rawValue) {
        if let subscription = consumers[consumer] { wake(subscription) }
      }
    }
    touchedFlows.removeAll(keepingCapacity: true)
  }

  /// Moves the heads of the flows that got messages; one look-up for each run of the same flow.
  private func note(_ offsets: [UInt64]) {
    for index in offsets.indices {
      let flow = batch.entries[index].flow
      if index + 1 < offsets.count, batch.entries[index + 1].flow == flow { continue }
      heads[flow] = offsets[index] + 1
      touchedFlows.insert(flow)
    }
  }

  private func clearBatch() {
    batch.removeAll()
    places.removeAll(keepingCapacity: true)
  }

  private func answer(_ offsets: [UInt64], _ now: CellTime, _ effects: inout [CellEffect]) {
    // A refusal that the ledger does not hold is not pronounced.
    if ledger.isBlocked, answers.contains(where: { $0.hasRefusal }) {
      return putOff(now, &effects)
    }
    for answer in answers {
      answer.session.bytesUnderWay -= answer.bytes
      guard sessions[answer.session.peer.connection] === answer.session else { continue }
      var results: [PublishResult] = []
      results.reserveCapacity(answer.slots.count)
      for slot in answer.slots {
        switch slot {
        case .entry(let place): results.append(.accepted(offsets[place]))
        case .duplicate: results.append(.duplicate)
        case .refused(let code): results.append(.refused(code))
        }
      }
      let ack = Ack(request: answer.request, results: results, credit: answer.bytes)
      send(ack.encoded(), to: answer.session, now, &effects)
    }
    answers.removeAll(keepingCapacity: true)
  }

  /// The journal took nothing: publishers are asked to come again, and everything stands as before.
  func commitRefused(_ code: Int, _ now: CellTime, _ effects: inout [CellEffect]) {
    let hadMessages = !batch.entries.isEmpty
    let hadLeaves = !batch.leaves.isEmpty
    producers.rolledBack()
    cursors.rolledBack(at: now.monotonic)
    clearBatch()
    ledger.rolledBack()
    count(code, .compartment(identity.compartment))
    putOff(now, &effects)
    resumeImports(now, &effects)
    if !hadMessages, hadLeaves { ledgerRefused(code, now, &effects) }
    // A journal without room for messages has some for cursors, which waited for these, and for
    // leaves; one without room for leaves has some for cursors.
    let isWanted = cursors.isDue(at: now.monotonic) || ledger.isDue(at: now.monotonic)
    if hadMessages || hadLeaves, isWanted { commit(now, &effects) }
  }

  /// Asks publishers to send again what has no answer yet.
  private func putOff(_ now: CellTime, _ effects: inout [CellEffect]) {
    for answer in answers {
      let session = answer.session
      session.bytesUnderWay -= answer.bytes
      session.nextRequest = min(session.nextRequest, answer.request)
      guard sessions[session.peer.connection] === session else { continue }
      let nack = Nack(
        request: answer.request, code: ProtocolCode.journalClosed.rawValue,
        retryAfter: Limit.retryAfter, credit: answer.bytes)
      send(nack.encoded(), to: session, now, &effects)
    }
    answers.removeAll(keepingCapacity: true)
  }
}
