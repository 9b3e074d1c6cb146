import Cryptography
package import Policy

/// Another site's charter, signed by the roots that this site's charter pins for it.
///
/// Not a ``VerifiedCharter``: nothing of this site is verified by it. Only ``PolicyVerifier`` makes
/// one.
package struct VerifiedPartner: Sendable {
  package let document: Charter
  /// What to remember of it.
  package let accepted: AcceptedVersion
  package let standing: Standing

  fileprivate init(_ claim: Charter, _ digest: Digest, _ standing: Standing) {
    document = claim
    accepted = AcceptedVersion(version: claim.edition.version, digest: digest)
    self.standing = standing
  }
}

extension PolicyVerifier {
  /// Verifies the charter of a site that this site's charter lists among its partners.
  ///
  /// Its roots must be the pinned ones, whoever signed their succession: who has taken over a
  /// partner's roots could sign one. They change here by a charter of this site alone, after
  /// people have compared them.
  ///
  /// - Parameters:
  ///   - own: this site's charter; a key that it revokes counts for nothing, a partner's too.
  ///   - accepted: what was accepted of that partner before.
  package static func verify(
    _ charter: UnverifiedCharter, partnerOf own: CharterSuccession, accepted: AcceptedVersion?,
    at time: Int64
  ) throws(VerificationFault) -> VerifiedPartner {
    let claim = try charter.claim()
    guard let partner = own.ruling.document.partners.first(where: { $0.site == claim.site }) else {
      throw .otherSite
    }
    guard RootPin(of: claim.roots) == RootPin(of: partner.roots) else { throw .rootsNotPinned }
    let revoked = claim.revocations.signingKeys.union(own.revokedSigningKeys)
    guard try charter.document.isSigned(by: partner.roots, revoked: revoked) else {
      throw .thresholdNotMet
    }
    let novelty = try succession(claim.edition, charter.digest, after: accepted)
    return VerifiedPartner(claim, charter.digest, try standing(novelty, claim.edition, time))
  }
}
