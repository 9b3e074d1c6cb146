import BreakGlass
import Cryptography
import Ledger
import Policy

extension BreakGlassEntry {
  /// The leaf of the ledger that tells of it: numbers, digests of what was signed and of random
  /// ids in clear; grantee, flow, patient, officer and reason as commitments.
  func leaf(in home: String) -> LeafDraft {
    var draft = LeafDraft(kind)
      .with(.breakGlass, Array(record.activation.bytes.prefix(16)))
      .with(.policyVersion, record.policyVersion)
      .naming(.principal, PrincipalID(home, record.grantee).description)
    if let signer = record.signer {
      draft = draft.with(.digest, signer.step.bytes)
        .naming(.secondPerson, signer.officer.description)
    }
    switch record.kind {
    case .activated(let opened):
      draft = draft.with(.until, UInt64(clamping: opened.until * 1_000))
        .naming(.reason, opened.reason)
      if let step, case .activate(_, let patient, _)? = try? BreakGlassStep(encoded: step).action {
        draft = draft.naming(.patient, "\(patient.system)|\(patient.value)")
      }
    case .approved(let until), .renewed(let until):
      draft = draft.with(.until, UInt64(clamping: until * 1_000))
    case .ended(let cause): draft = draft.naming(.reason, cause.rawValue)
    case .first(let flow, _): draft = draft.naming(.flow, flow)
    case .count(let count): draft.count = count
    case .reviewMissing(let since):
      draft = draft.with(.until, UInt64(clamping: since * 1_000))
    case .reviewed: break
    }
    return draft
  }

  private var kind: LeafKind {
    switch record.kind {
    case .activated: .breakGlassActivated
    case .approved: .breakGlassApproved
    case .renewed: .breakGlassRenewed
    case .ended: .breakGlassEnded
    case .reviewed: .breakGlassReviewed
    case .reviewMissing: .breakGlassReviewMissing
    case .first, .count: .breakGlassUsed
    }
  }
}
