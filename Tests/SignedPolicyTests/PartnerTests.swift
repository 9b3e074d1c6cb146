import Cryptography
import Labels
import Policy
import SignedPolicy
import Testing

/// The charter of another site, under the roots that this site's charter pins for it.
@Suite struct PartnerTests {
  /// Its roots are the keys 40 to 42, of which two sign.
  private let partner: Hospital
  private let own: CharterSuccession

  init() throws {
    var partner = try Hospital()
    partner.charter.site = "south"
    partner.charter.roots = try Keys.quorum([40, 41, 42], 2)
    self.partner = partner
    own = CharterSuccession(try Self.own(naming: partner).verified())
  }

  /// A hospital that lists that partner.
  private static func own(
    naming partner: Hospital, _ change: (inout Charter) throws -> Void = { _ in }
  ) throws -> Hospital {
    var own = try Hospital()
    own.charter.partners = [
      Partner(
        site: "south", roots: partner.charter.roots,
        clearance: try own.charter.scheme.clearance("U,N//compartment=icu"))
    ]
    try change(&own.charter)
    return own
  }

  private func verify(
    signedBy keys: [Int] = [40, 41], under own: CharterSuccession? = nil,
    accepted: AcceptedVersion? = nil, at time: Int64 = Hospital.time,
    _ change: (inout Charter) throws -> Void = { _ in }
  ) throws -> VerifiedPartner {
    var changed = partner
    try change(&changed.charter)
    return try PolicyVerifier.verify(
      try changed.signed(keys), partnerOf: own ?? self.own, accepted: accepted, at: time)
  }

  @Test func `a partner's charter is signed by the roots that are pinned for it`() throws {
    let verified = try verify()
    #expect(verified.document == partner.charter)
    #expect(verified.standing.mayGrant)
    #expect(try verify(signedBy: [42, 40], accepted: verified.accepted).standing.novelty == .same)
  }

  @Test func `case 25: a partner whose roots are not the pinned ones is refused`() throws {
    #expect(throws: VerificationFault.rootsNotPinned) {
      try verify(signedBy: [43, 44]) { $0.roots = try Keys.quorum([43, 44, 45], 2) }
    }
    // The same keys under a lower threshold are other roots, and so are more keys.
    #expect(throws: VerificationFault.rootsNotPinned) {
      try verify { $0.roots = try Keys.quorum([40, 41, 42], 1) }
    }
    #expect(throws: VerificationFault.rootsNotPinned) {
      try verify { $0.roots = try Keys.quorum([40, 41, 42, 43], 2) }
    }
  }

  @Test func `case 25: new roots of a partner count once this site's charter names them`() throws {
    let first = try verify()
    let change: (inout Charter) throws -> Void = {
      $0.edition = $0.edition.next(after: first.accepted.digest)
      $0.roots = try Keys.quorum([43, 44, 45], 2)
    }
    // Both the old and the new roots signed, as the partner's own readers demand.
    let signers = [40, 41, 43, 44]
    #expect(throws: VerificationFault.rootsNotPinned) {
      try verify(signedBy: signers, accepted: first.accepted, change)
    }
    var changed = partner
    try change(&changed.charter)
    let renewed = CharterSuccession(try Self.own(naming: changed).verified())
    let next = try verify(signedBy: signers, under: renewed, accepted: first.accepted, change)
    #expect(next.standing.novelty == .next)
  }

  @Test func `case 25: too few roots of a partner, or revoked ones, are not enough`() throws {
    for keys in [[40], [40, 40], [40, 43], [0, 1, 2]] {
      #expect(throws: VerificationFault.thresholdNotMet, "\(keys)") { try verify(signedBy: keys) }
    }
    let stolen = try Keys.signing(41).publicKey.keyID
    #expect(throws: VerificationFault.thresholdNotMet) {
      try verify { $0.revocations.signingKeys.insert(stolen) }
    }
    // This site may believe less of a partner's keys than the partner does.
    let wary = try Self.own(naming: partner) { $0.revocations.signingKeys.insert(stolen) }
    #expect(throws: VerificationFault.thresholdNotMet) {
      try verify(under: CharterSuccession(try wary.verified()))
    }
    #expect(throws: Never.self) {
      try verify(signedBy: [40, 42], under: CharterSuccession(try wary.verified()))
    }
  }

  @Test func `a site that is no partner is refused, this site itself, too`() throws {
    #expect(throws: VerificationFault.otherSite) { try verify { $0.site = "west" } }
    #expect(throws: VerificationFault.otherSite) { try verify { $0.site = "north" } }
  }

  @Test func `a partner's older, skipping or second version is refused`() throws {
    let first = try verify().accepted
    let second = try verify(accepted: first) { $0.edition = $0.edition.next(after: first.digest) }
    #expect(throws: VerificationFault.olderVersion) { try verify(accepted: second.accepted) }
    #expect(throws: VerificationFault.equivocation) {
      try verify(accepted: first) { $0.edition.expires += 1 }
    }
    #expect(throws: VerificationFault.versionSkipped) {
      try verify(accepted: first) {
        $0.edition = $0.edition.next(after: first.digest).next(after: first.digest)
      }
    }
    #expect(throws: VerificationFault.expiredAtInstall) {
      try verify(at: partner.charter.edition.expires)
    }
  }
}
