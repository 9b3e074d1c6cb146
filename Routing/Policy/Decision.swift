/// What the policy says to a request.
package enum Decision: Hashable, Sendable {
  case permit(RuleID)
  case deny(Reason)

  /// Whether it is a permit.
  package var isPermit: Bool {
    if case .permit = self { return true }
    return false
  }

  /// Why not; nil for a permit.
  package var reason: Reason? {
    if case .deny(let reason) = self { return reason }
    return nil
  }
}

/// The rule that a permit rests on: a grant of a principal, an export, or a template that officers
/// opened, within one snapshot.
package struct RuleID: Hashable, Sendable {
  package enum Kind: UInt8, Hashable, Sendable {
    case publish = 0
    case subscribe = 1
    case link = 2
    case breakGlass = 3
  }

  package let kind: Kind
  /// Place of the principal in the snapshot.
  package let principal: UInt32
  /// Place of the grant in the principal's list, of the flow in the snapshot for links, or of the
  /// template in it.
  package let place: UInt32
}
