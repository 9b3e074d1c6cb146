package import Policy

/// Verified documents that fit together: what one cell may decide by, once it has been persisted.
package struct VerifiedSet: Sendable {
  package let charter: VerifiedCharter
  package let own: VerifiedPolicy
  /// Policies of the compartments to which the cell has links.
  package let peers: [VerifiedPolicy]
  /// What documents take away that came expired.
  package let restrictions: Restrictions

  /// Puts documents together.
  ///
  /// - Parameters:
  ///   - former: the set in force; no policy of it may be missing or older.
  ///   - restrictions: of documents that may not grant (``Standing/mayGrant``).
  package init(
    charter: VerifiedCharter, own: VerifiedPolicy, peers: [VerifiedPolicy],
    after former: VerifiedSet? = nil, restrictions: Restrictions = Restrictions()
  ) throws(VerificationFault) {
    for policy in [own] + peers where policy.charter != charter.accepted { throw .otherCharter }
    if let former {
      guard own.document.compartment == former.own.document.compartment else {
        throw .otherCompartment
      }
      guard charter.accepted.version >= former.charter.accepted.version else { throw .olderVersion }
      let versions = Dictionary(
        ([own] + peers).map { ($0.document.compartment, $0.accepted.version) },
        uniquingKeysWith: min)
      for policy in [former.own] + former.peers {
        guard let version = versions[policy.document.compartment],
          version >= policy.accepted.version
        else { throw .peerDropped }
      }
    }
    self.charter = charter
    self.own = own
    self.peers = peers
    self.restrictions = restrictions
  }

  /// What to remember of the whole.
  package var state: AcceptedState {
    var state = AcceptedState(roots: RootPin(of: charter.document.roots), charter: charter.accepted)
    for policy in [own] + peers {
      state.policies[policy.document.compartment] = policy.accepted
    }
    return state
  }

  /// Persists the state by `write`, which returns when it is durable, and gives what may then be
  /// activated.
  package func persisted<Failure>(
    by write: (AcceptedState) throws(Failure) -> Void
  ) throws(Failure) -> PersistedSet {
    try write(state)
    return PersistedSet(self)
  }
}

/// A set whose versions are on disk: a crash from here on can't bring an older one back.
package struct PersistedSet: Sendable {
  package let verified: VerifiedSet

  fileprivate init(_ verified: VerifiedSet) { self.verified = verified }
}

extension PolicySnapshot {
  /// Compiles what was verified and persisted.
  package convenience init(_ set: PersistedSet) throws(VerificationFault) {
    let verified = set.verified
    let documents = PolicySet(
      charter: verified.charter.document, own: verified.own.document,
      peers: verified.peers.map(\.document), restrictions: verified.restrictions)
    do throws(DocumentFault) {
      try self.init(dangerouslyTrusting: documents)
    } catch {
      throw .document(error)
    }
  }
}
