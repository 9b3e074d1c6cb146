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

/// Revocations and denies alone, without any grant.
package struct Restrictions: Hashable, Sendable {
  package var revocations: Revocations
  /// By the compartment whose authority made them.
  package var denies: [String: [Deny]]

  package init(revocations: Revocations = Revocations(), denies: [String: [Deny]] = [:]) {
    self.revocations = revocations
    self.denies = denies
  }

  /// Takes over what a charter revokes.
  package mutating func add(_ charter: Charter) {
    revocations = revocations.union(charter.revocations)
  }

  /// Takes over what a policy denies.
  package mutating func add(_ policy: CompartmentPolicy) {
    denies[policy.compartment, default: []] += policy.denies
  }
}
