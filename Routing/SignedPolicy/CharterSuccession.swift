package import Cryptography
package import Policy

/// The charter that rules, and those after it, which only take away.
package struct CharterSuccession: Sendable {
  package let ruling: VerifiedCharter
  /// Each follows the one before it.
  package let withheld: [VerifiedCharter]

  /// One charter alone.
  package init(_ ruling: VerifiedCharter) { self.init(ruling, []) }

  private init(_ ruling: VerifiedCharter, _ withheld: [VerifiedCharter]) {
    self.ruling = ruling
    self.withheld = withheld
  }

  /// Every way in which charters that follow each other can rule, the newest first: the first of
  /// them at whatever age, a later one only if it may grant.
  ///
  /// The caller takes the first under which its compartment's own policy holds. So a charter that
  /// revokes an authority's key, or demands a version that has not come yet, revokes at once and
  /// still does not stop the ward.
  package static func choices(_ charters: [VerifiedCharter]) -> [CharterSuccession] {
    charters.indices.reversed().compactMap { place in
      guard place == 0 || charters[place].standing.mayGrant else { return nil }
      let withheld = charters[(place + 1)...].prefix(SuccessionLimit.withheldMax)
      return CharterSuccession(charters[place], Array(withheld))
    }
  }

  /// What to remember.
  package var accepted: AcceptedChain {
    var bases: [UInt64: Digest] = [:]
    for charter in [ruling] + withheld {
      bases[charter.accepted.version] = charter.base?.accepted.digest
    }
    return AcceptedChain(ruling.accepted, withheld: withheld.map(\.accepted), bases: bases)
  }

  /// What the withheld charters take away.
  package var restrictions: Restrictions {
    var restrictions = Restrictions()
    for charter in withheld { restrictions.add(charter.document) }
    return restrictions
  }

  /// Signing keys that count for nothing any more.
  package var revokedSigningKeys: Set<KeyID> {
    ruling.document.revocations.signingKeys.union(restrictions.revocations.signingKeys)
  }
}
