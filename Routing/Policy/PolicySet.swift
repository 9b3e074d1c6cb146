/// The documents that one cell decides by.
package struct PolicySet: Sendable {
  package var charter: Charter
  /// The policy of the cell's own compartment.
  package var own: CompartmentPolicy
  /// The policies of the compartments to which it has links.
  package var peers: [CompartmentPolicy]
  /// What documents take away that may not give anything, because they came expired.
  package var restrictions: Restrictions

  package init(
    charter: Charter, own: CompartmentPolicy, peers: [CompartmentPolicy] = [],
    restrictions: Restrictions = Restrictions()
  ) {
    self.charter = charter
    self.own = own
    self.peers = peers
    self.restrictions = restrictions
  }

  /// The policy of a compartment, own or peer.
  func policy(of compartment: String) -> CompartmentPolicy? {
    own.compartment == compartment ? own : peers.first { $0.compartment == compartment }
  }
}

/// Revocations, closures and denies alone, without any grant.
package struct Restrictions: Hashable, Sendable {
  package var revocations: Revocations
  /// Compartments in which nothing is permitted.
  package var closed: Set<String>
  /// By the compartment whose authority made them.
  package var denies: [String: [Deny]]
  /// From when credentials count, by compartment and issuer; seconds since the Unix epoch.
  package var issuedFrom: [String: [String: Int64]] = [:]

  package init(
    revocations: Revocations = Revocations(), closed: Set<String> = [],
    denies: [String: [Deny]] = [:]
  ) {
    self.revocations = revocations
    self.closed = closed
    self.denies = denies
  }

  /// Takes over what a charter revokes and closes.
  package mutating func add(_ charter: Charter) {
    revocations = revocations.union(charter.revocations)
    closed.formUnion(charter.compartments.filter(\.isClosed).map(\.name))
  }

  /// Takes over what a policy denies.
  package mutating func add(_ policy: CompartmentPolicy) {
    denies[policy.compartment, default: []] += policy.denies
    for issuer in policy.issuers {
      guard let time = issuer.issuedFrom else { continue }
      let known = issuedFrom[policy.compartment]?[issuer.name] ?? 0
      issuedFrom[policy.compartment, default: [:]][issuer.name] = max(known, time)
    }
  }
}
