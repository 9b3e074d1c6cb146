package import Cryptography
package import Policy

/// One patient's messages, opened to one subscriber under one template, for a bounded time.
package struct Activation: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    /// Open, and nobody has approved yet.
    case active
    case approved
    /// Closed; the time is that of the record, in seconds since the Unix epoch.
    case ended(BreakGlassRecord.Cause, at: Int64)
  }

  /// SHA-256 of the payload of the step that began it: its name.
  package let digest: Digest
  package let template: String
  package let grantee: String
  package let patient: PatientIdentifier
  package let reason: String
  /// Seconds since the Unix epoch.
  package let began: Int64
  package let activator: KeyID
  package internal(set) var state = State.active
  /// When it ends by itself, in seconds since the Unix epoch.
  package internal(set) var until: Int64
  /// Everybody who signed what keeps it open.
  package internal(set) var officers: Set<KeyID>
  /// Who renewed last.
  package internal(set) var renewer: KeyID?
  package internal(set) var renewals: Int64 = 0
  /// Flows of which a first message was recorded.
  package internal(set) var openedFlows: Set<String> = []
  /// Messages sent on it, as far as it is recorded.
  package internal(set) var recordedCount: UInt64 = 0
  /// Messages sent on it.
  package internal(set) var count: UInt64 = 0
  /// Whether it is recorded that nobody reviewed it in time.
  package internal(set) var isReviewMissing = false
  /// Why it is over although no record says so yet.
  package internal(set) var closing: BreakGlassRecord.Cause?

  init(_ step: BreakGlassStep, _ record: BreakGlassRecord, by officer: KeyID) {
    guard case .activate(let grantee, let patient, let reason) = step.action,
      case .activated(let opened) = record.kind
    else { preconditionFailure("only what activates begins an activation") }
    digest = record.activation
    template = step.template
    self.grantee = grantee
    self.patient = patient
    self.reason = reason
    began = record.time
    activator = officer
    officers = [officer]
    until = opened.until
  }

  /// Whether it is over, recorded or not, apart from its time.
  package var isClosed: Bool {
    if case .ended = state { return true }
    return closing != nil
  }

  /// Whether it opens anything at this time.
  package func isOpen(at time: Int64) -> Bool { !isClosed && time < until }

  /// Whether its review is late: it is recorded, or so by the template in force.
  package func isOverdue(_ template: BreakGlassTemplate, at time: Int64) -> Bool {
    guard let due = reviewDue(template) else { return false }
    return isReviewMissing || time >= due
  }

  /// From when on its review is late, in seconds since the Unix epoch; nil if it has not ended.
  func reviewDue(_ template: BreakGlassTemplate) -> Int64? {
    guard case .ended(_, let end) = state else { return nil }
    return end + template.reviewWithin
  }

  /// Why it must end now; nil if it may go on.
  func causeOfEnd(under snapshot: PolicySnapshot, at time: Int64) -> BreakGlassRecord.Cause? {
    guard let handle = snapshot.template(template), let entry = snapshot.entry(handle),
      entry.template.grantees.contains(grantee)
    else { return .policy }
    guard officers.allSatisfy({ !snapshot.isRevoked($0) && entry.officer($0) != nil }) else {
      return .revoked
    }
    guard time >= until else { return nil }
    return state == .active ? .unapproved : .time
  }
}
