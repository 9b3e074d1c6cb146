package import Policy

/// Verified documents that fit together: what one cell may decide by, once it has been persisted.
package struct VerifiedSet: Sendable {
  package let charters: CharterSuccession
  package let ownVersions: PolicySuccession
  package let peerVersions: [PolicySuccession]
  /// What issuers introduced, by compartment; see ``add(_:of:at:)``.
  package internal(set) var credentials: [String: [VerifiedCredential]] = [:]
  /// The newest of each name that was ever accepted; what is behind it is refused.
  package internal(set) var credentialMemory = CredentialMemory()

  /// The charter that rules.
  package var charter: VerifiedCharter { charters.ruling }
  /// The policy of the cell's own compartment that rules.
  package var own: VerifiedPolicy { ownVersions.ruling }
  /// The policies that rule of the compartments to which the cell has links.
  package var peers: [VerifiedPolicy] { peerVersions.map(\.ruling) }

  /// Puts documents together.
  ///
  /// A peer may be missing: without its policy there is no link to it, and nothing else changes.
  ///
  /// - Parameter former: the set in force; nothing may be older than it was there.
  package init(
    charter: CharterSuccession, own: PolicySuccession, peers: [PolicySuccession],
    after former: VerifiedSet? = nil
  ) throws(VerificationFault) {
    charters = charter
    ownVersions = own
    peerVersions = peers
    for policy in [own] + peers where policy.ruling.charter != charter.ruling.accepted {
      throw .otherCharter
    }
    guard let former else { return }
    guard own.ruling.document.compartment == former.own.document.compartment else {
      throw .otherCompartment
    }
    guard !charter.accepted.isBehind(former.charters.accepted) else { throw .olderThanFormer }
    for policy in [own] + peers {
      let before = former.state.policies[policy.ruling.document.compartment]
      if let before, policy.accepted.isBehind(before) { throw .olderThanFormer }
    }
  }

  /// What the withheld versions take away.
  package var restrictions: Restrictions {
    var restrictions = charters.restrictions
    for policy in ([ownVersions] + peerVersions).flatMap(\.withheld) {
      restrictions.add(policy.document)
    }
    return restrictions
  }

  /// All that is revoked, by the ruling charter and by those that are withheld.
  package var revocations: Revocations {
    charter.document.revocations.union(restrictions.revocations)
  }

  /// What to remember of the whole.
  package var state: AcceptedState {
    var state = AcceptedState(
      roots: RootPin(of: charter.document.roots), charter: charters.accepted)
    for policy in [ownVersions] + peerVersions {
      state.policies[policy.ruling.document.compartment] = policy.accepted
    }
    state.credentials = credentialMemory
    return state
  }

  /// Every document of the set, as it was received.
  package var copies: [SignedCopy] {
    let charters = ([charter] + charters.withheld).map {
      SignedCopy(compartment: nil, $0.accepted, $0.encoded)
    }
    let policies = ([ownVersions] + peerVersions).flatMap { versions in
      let name = versions.ruling.document.compartment
      return [SignedCopy(compartment: name, versions.ruling.accepted, versions.ruling.encoded)]
        + versions.withheld.map { SignedCopy(compartment: name, $0.accepted, $0.encoded) }
    }
    // What narrows another version can't be verified again without that one.
    let bases = [charter.base] + ([own] + peers).map(\.base)
    return bases.compactMap(\.self) + charters + policies
  }

  /// Persists the set by `write`, which returns when its ``state`` and its ``copies`` are durable,
  /// and gives what may then be activated.
  package func persisted<Failure>(
    by write: (VerifiedSet) throws(Failure) -> Void
  ) throws(Failure) -> PersistedSet {
    try write(self)
    return PersistedSet(self)
  }
}

/// One signed document of a set, to be kept.
package struct SignedCopy: Sendable {
  /// Nil for a charter.
  package let compartment: String?
  package let accepted: AcceptedVersion
  package let encoded: [UInt8]

  init(compartment: String?, _ accepted: AcceptedVersion, _ encoded: [UInt8]) {
    self.compartment = compartment
    self.accepted = accepted
    self.encoded = encoded
  }
}

/// A set that is on disk, its versions, their signatures and what they take away: a crash from here
/// on can't bring an older one back.
package struct PersistedSet: Sendable {
  package let verified: VerifiedSet

  fileprivate init(_ verified: VerifiedSet) { self.verified = verified }
}

extension PolicySnapshot {
  /// Compiles what was verified and persisted.
  package convenience init(_ set: PersistedSet) throws(VerificationFault) {
    let verified = set.verified
    let documents = PolicySet(
      charter: verified.charter.document, own: verified.introduced(in: verified.own),
      peers: verified.peers.map(verified.introduced), restrictions: verified.restrictions)
    do throws(DocumentFault) {
      try self.init(dangerouslyTrusting: documents)
    } catch {
      throw .document(error)
    }
  }
}
