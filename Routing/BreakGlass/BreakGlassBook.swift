package import Cryptography
package import Policy
package import SignedPolicy

/// All activations of a cell: which are open, which wait for a review, and what a step would do.
///
/// Pure. What is proposed changes nothing; what is applied was made durable before. The same
/// entries in the same order give the same book, so a cell that starts again goes on.
package struct BreakGlassBook: Sendable {
  /// Those that are not reviewed.
  package private(set) var activations: [Digest: Activation] = [:]
  /// Steps that were taken, each with the time until which it is known again.
  private var taken: [Digest: Int64] = [:]

  package init() {}

  /// The book that these entries left, oldest first.
  package init(replaying entries: [BreakGlassEntry]) {
    for entry in entries { apply(entry) }
  }

  /// Those that are not reviewed, oldest first.
  package var inOrder: [Activation] {
    activations.values.sorted {
      $0.began == $1.began
        ? $0.digest.bytes.lexicographicallyPrecedes($1.digest.bytes) : $0.began < $1.began
    }
  }

  /// What opens something to a subscriber at this time, oldest first.
  package func open(to grantee: String, at time: Int64) -> [Activation] {
    guard !activations.isEmpty else { return [] }
    return inOrder.filter { $0.grantee == grantee && $0.isOpen(at: time) }
  }

  /// What a step would do, to be recorded and then applied.
  ///
  /// - Parameter time: seconds since the Unix epoch, never before the documents' own.
  package func propose(
    _ signed: VerifiedStep, under snapshot: PolicySnapshot, at time: Int64
  ) -> Result<BreakGlassEntry, StepFault> {
    do throws(StepFault) {
      let kind = try kind(of: signed, under: snapshot, at: time)
      let step = signed.step
      let activation = step.action.activation ?? signed.digest
      let record = BreakGlassRecord(
        kind: kind, time: time, policyVersion: snapshot.edition.version, activation: activation,
        template: step.template, grantee: grantee(of: step),
        signer: .init(officer: signed.officer, step: signed.digest))
      return .success(BreakGlassEntry(record, step: signed.payload))
    } catch {
      return .failure(error)
    }
  }

  /// Closes what must end now, whether or not that can be recorded, and gives the records of all
  /// ends that have none yet.
  package mutating func close(
    under snapshot: PolicySnapshot, at time: Int64
  ) -> [BreakGlassEntry] {
    guard !activations.isEmpty else { return [] }
    for activation in activations.values where !activation.isClosed {
      activations[activation.digest]?.closing = activation.causeOfEnd(under: snapshot, at: time)
    }
    return inOrder.compactMap { activation in
      activation.closing.map { entry(.ended($0), activation, snapshot, time) }
    }
  }

  /// The records that nobody reviewed in time, of those that have none yet.
  package func missingReviews(
    under snapshot: PolicySnapshot, at time: Int64
  ) -> [BreakGlassEntry] {
    inOrder.compactMap { activation in
      guard !activation.isReviewMissing, let handle = snapshot.template(activation.template),
        let template = snapshot.entry(handle)?.template,
        let due = activation.reviewDue(template), time >= due
      else { return nil }
      return entry(.reviewMissing(since: due), activation, snapshot, time)
    }
  }

  /// The record of a first message in a flow, which must be durable before it is sent; nil if there
  /// is one.
  package func first(
    _ activation: Digest, flow: String, offset: UInt64, under snapshot: PolicySnapshot,
    at time: Int64
  ) -> BreakGlassEntry? {
    guard let activation = activations[activation], !activation.openedFlows.contains(flow) else {
      return nil
    }
    return entry(.first(flow: flow, offset: offset), activation, snapshot, time)
  }

  /// Messages were sent on an activation.
  package mutating func sent(_ count: Int, on activation: Digest) {
    activations[activation]?.count += UInt64(count)
  }

  /// The records of counts that grew since the last.
  package func counts(under snapshot: PolicySnapshot, at time: Int64) -> [BreakGlassEntry] {
    inOrder.filter { $0.count > $0.recordedCount }
      .map { entry(.count($0.count - $0.recordedCount), $0, snapshot, time) }
  }

  private func entry(
    _ kind: BreakGlassRecord.Kind, _ activation: Activation, _ snapshot: PolicySnapshot,
    _ time: Int64
  ) -> BreakGlassEntry {
    BreakGlassEntry(
      BreakGlassRecord(
        kind: kind, time: time, policyVersion: snapshot.edition.version,
        activation: activation.digest, template: activation.template, grantee: activation.grantee,
        signer: nil))
  }
}

extension BreakGlassBook {
  /// Takes what is durable. Total: what does not fit is of no effect.
  package mutating func apply(_ entry: BreakGlassEntry) {
    let record = entry.record
    let step = entry.step.flatMap { try? BreakGlassStep(encoded: $0) }
    if let signer = record.signer, let step {
      taken[signer.step] = step.expires + BreakGlassLimit.memory
      if taken.count > 1_024 { taken = taken.filter { $0.value >= record.time } }
    }
    guard var activation = activations[record.activation] else {
      guard case .activated = record.kind, let step, let signer = record.signer,
        case .activate = step.action
      else { return }
      activations[record.activation] = Activation(step, record, by: signer.officer)
      return
    }
    activation.apply(record)
    activations[record.activation] = record.kind == .reviewed ? nil : activation
  }

  private func grantee(of step: BreakGlassStep) -> String {
    if case .activate(let grantee, _, _) = step.action { return grantee }
    return step.action.activation.flatMap { activations[$0]?.grantee } ?? ""
  }

  private func kind(
    of signed: VerifiedStep, under snapshot: PolicySnapshot, at time: Int64
  ) throws(StepFault) -> BreakGlassRecord.Kind {
    let step = signed.step
    guard let handle = snapshot.template(step.template), let entry = snapshot.entry(handle) else {
      throw .unknownTemplate
    }
    guard taken[signed.digest] == nil else { throw .repeated }
    guard step.issued <= time + BreakGlassLimit.aheadMax else { throw .ahead }
    guard time < step.expires else { throw .expired }
    if case .activate(let grantee, let patient, let reason) = step.action {
      guard entry.template.grantees.contains(grantee) else { throw .unknownGrantee }
      guard entry.template.reasons.contains(reason) else { throw .unknownReason }
      try check(signed, patient, of: grantee, entry.template, at: time)
      return .activated(
        .init(
          reason: reason, until: time + entry.template.approvalWithin,
          patient: PatientCommitment.digest(of: patient, nonce: step.nonce)))
    }
    guard let digest = step.action.activation, let activation = activations[digest],
      activation.template == step.template
    else { throw .unknownActivation }
    return try activation.kind(of: step.action, by: signed.officer, entry.template, at: time)
  }

  /// Whether another activation may begin.
  private func check(
    _ signed: VerifiedStep, _ patient: PatientIdentifier, of grantee: String,
    _ template: BreakGlassTemplate, at time: Int64
  ) throws(StepFault) {
    let others = activations.values.filter { $0.template == template.name }
    guard !others.contains(where: { $0.isOverdue(template, at: time) }) else {
      throw .reviewOverdue
    }
    // Who could begin again and again would need nobody's approval and no other person's renewal.
    guard
      !others.contains(where: {
        $0.patient == patient && $0.grantee == grantee && $0.officers.contains(signed.officer)
      })
    else { throw .samePerson }
    let open = activations.values.count { !$0.isClosed }
    guard open < BreakGlassLimit.activationsMax, others.count < BreakGlassLimit.activationsMax
    else { throw .tooMany }
  }
}

extension Activation {
  /// What a step that names this activation would do.
  fileprivate func kind(
    of action: BreakGlassStep.Action, by officer: KeyID, _ template: BreakGlassTemplate,
    at time: Int64
  ) throws(StepFault) -> BreakGlassRecord.Kind {
    switch action {
    case .activate: throw .wrongState
    case .approve:
      guard state == .active, isOpen(at: time), time < began + template.duration else {
        throw .wrongState
      }
      guard officer != activator else { throw .samePerson }
      return .approved(until: began + template.duration)
    case .renew:
      guard state == .approved, isOpen(at: time) else { throw .wrongState }
      guard officer != activator, officer != renewer else { throw .samePerson }
      guard renewals < template.renewals else { throw .noRenewalLeft }
      return .renewed(until: time + template.duration)
    case .end:
      guard isOpen(at: time) else { throw .wrongState }
      return .ended(.officer)
    case .review:
      guard case .ended = state else { throw .wrongState }
      guard officer != activator else { throw .samePerson }
      return .reviewed
    }
  }

  fileprivate mutating func apply(_ record: BreakGlassRecord) {
    switch record.kind {
    case .activated, .reviewed: break
    case .approved(let until):
      guard state == .active else { return }
      (state, self.until) = (.approved, until)
      officers.formUnion(record.signer.map { [$0.officer] } ?? [])
    case .renewed(let until):
      guard state == .approved else { return }
      self.until = until
      renewals += 1
      renewer = record.signer?.officer
      officers.formUnion(record.signer.map { [$0.officer] } ?? [])
    case .ended(let cause):
      if case .ended = state { return }
      state = .ended(cause, at: record.time)
      closing = nil
    case .reviewMissing:
      if case .ended = state { isReviewMissing = true }
    case .first(let flow, _): openedFlows.insert(flow)
    case .count(let more):
      recordedCount += more
      count = max(count, recordedCount)
    }
  }
}
