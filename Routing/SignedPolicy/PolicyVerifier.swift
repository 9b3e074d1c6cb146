package import Cryptography
package import Policy

/// A charter whose signatures met what its effect demands and that follows what was accepted
/// before.
///
/// Only ``PolicyVerifier`` makes one, so a function that takes it checks nothing again.
package struct VerifiedCharter: Sendable {
  package let document: Charter
  /// What to remember of it.
  package let accepted: AcceptedVersion
  package let standing: Standing
  /// As it was received, with its signatures: what is kept.
  package let encoded: [UInt8]
  /// The version before it, if fewer keys than the threshold signed this one, which narrows that
  /// one; nil if the threshold did.
  package let base: SignedCopy?

  fileprivate init(
    _ claim: Charter, _ source: SignedDocument, _ standing: Standing,
    narrowing base: VerifiedCharter?
  ) {
    document = claim
    accepted = AcceptedVersion(version: claim.edition.version, digest: source.digest)
    encoded = source.encoded
    self.standing = standing
    self.base = base.map { SignedCopy(compartment: nil, $0.accepted, $0.encoded) }
  }
}

/// A compartment policy signed by as much of that compartment's authority under one charter as its
/// effect demands, and that follows what was accepted.
///
/// Only ``PolicyVerifier`` makes one.
package struct VerifiedPolicy: Sendable {
  package let document: CompartmentPolicy
  /// What to remember of it.
  package let accepted: AcceptedVersion
  package let standing: Standing
  /// The charter under which its signatures hold.
  package let charter: AcceptedVersion
  /// As it was received, with its signatures: what is kept.
  package let encoded: [UInt8]
  /// The version before it, if fewer keys than the threshold signed this one, which narrows that
  /// one; nil if the threshold did.
  package let base: SignedCopy?

  fileprivate init(
    _ claim: CompartmentPolicy, _ source: SignedDocument, _ charter: AcceptedVersion,
    _ standing: Standing, narrowing base: VerifiedPolicy?
  ) {
    document = claim
    accepted = AcceptedVersion(version: claim.edition.version, digest: source.digest)
    encoded = source.encoded
    self.charter = charter
    self.standing = standing
    self.base = base.map {
      SignedCopy(compartment: claim.compartment, $0.accepted, $0.encoded)
    }
  }
}

/// A credential that its issuer signed and that stays within what the policy lets it give.
///
/// Only ``PolicyVerifier`` makes one.
package struct VerifiedCredential: Sendable {
  package let document: Credential
  /// SHA-256 of the payload.
  package let digest: Digest

  fileprivate init(_ claim: Credential, _ source: SignedDocument) {
    document = claim
    digest = source.digest
  }
}

/// What a charter must follow from.
package enum CharterTrust: Sendable {
  /// The pinned roots, and what was accepted last if anything was.
  case pinned(RootPin, accepted: AcceptedVersion?)
  /// The charter before it; the only way for roots to change.
  case succeeding(VerifiedCharter)
  /// The charter before it, which it narrows; for the version that was accepted of those that fewer
  /// keys than the threshold signed, or the first that comes.
  case narrowing(VerifiedCharter, accepted: AcceptedVersion?)
}

/// Turns unverified documents into verified ones: the client rules of The Update Framework, for two
/// levels, and a threshold that depends on the effect.
///
/// Pure: the time is an argument, fixed by the caller once for a whole update.
package enum PolicyVerifier {
  /// Verifies a charter.
  package static func verify(
    _ charter: UnverifiedCharter, trusting trust: CharterTrust, at time: Int64
  ) throws(VerificationFault) -> VerifiedCharter {
    switch trust {
    case .pinned(let pin, let accepted):
      let claim = try charter.claim()
      guard RootPin(of: claim.roots) == pin else { throw .rootsNotPinned }
      let novelty = try succession(claim.edition, charter.digest, after: accepted)
      return try verified(charter, claim, novelty, at: time)
    case .succeeding(let old):
      let former = old.document.revocations.signingKeys
      switch try charter.document.support(of: old.document.roots, revoked: former) {
      case .none: throw .oldThresholdNotMet
      case .partial: return try narrowing(charter, old, accepted: old.accepted, at: time)
      case .full: break
      }
      let claim = try charter.claim()
      guard claim.site == old.document.site else { throw .otherSite }
      let novelty = try succession(claim.edition, charter.digest, after: old.accepted)
      try checkCompartments(of: claim, after: old.document)
      return try verified(charter, claim, novelty, at: time)
    case .narrowing(let old, let accepted):
      let revoked = old.document.revocations.signingKeys
      guard try charter.document.support(of: old.document.roots, revoked: revoked) != .none else {
        throw .oldThresholdNotMet
      }
      return try narrowing(charter, old, accepted: accepted, at: time)
    }
  }

  /// By the threshold of its own roots.
  private static func verified(
    _ charter: UnverifiedCharter, _ claim: Charter, _ novelty: Standing.Novelty, at time: Int64
  ) throws(VerificationFault) -> VerifiedCharter {
    let revoked = claim.revocations.signingKeys
    guard try charter.document.isSigned(by: claim.roots, revoked: revoked) else {
      throw .thresholdNotMet
    }
    let standing = try standing(novelty, claim.edition, time)
    return VerifiedCharter(claim, charter.document, standing, narrowing: nil)
  }

  /// By at least one of the roots before it, which are its own, too, or it would not narrow.
  private static func narrowing(
    _ charter: UnverifiedCharter, _ old: VerifiedCharter, accepted: AcceptedVersion?, at time: Int64
  ) throws(VerificationFault) -> VerifiedCharter {
    guard old.base == nil else { throw .narrowedBefore }
    guard old.standing.mayGrant else { throw .formerMissing }
    let claim = try charter.claim()
    guard claim.site == old.document.site else { throw .otherSite }
    _ = try succession(claim.edition, charter.digest, isNextTo: old.accepted)
    try checkCompartments(of: claim, after: old.document)
    try check(PolicyEffect(of: claim, after: old.document))
    let novelty = try succession(claim.edition, charter.digest, after: accepted)
    return VerifiedCharter(
      claim, charter.document, try standing(novelty, claim.edition, time), narrowing: old)
  }

  /// Verifies a compartment's policy under the charter that rules; keys that a later charter
  /// revokes don't count.
  ///
  /// - Parameter former: the version before it, if it is at hand: what a version narrows that fewer
  ///   keys than the threshold signed.
  package static func verify(
    _ policy: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession,
    accepted: AcceptedVersion?, at time: Int64, narrowing former: VerifiedPolicy? = nil
  ) throws(VerificationFault) -> VerifiedPolicy {
    let (entry, support) = try checkSignatures(of: policy, of: compartment, under: charter)
    if support == .partial {
      guard let former else { throw .thresholdNotMet }
      guard former.base == nil else { throw .narrowedBefore }
      guard former.standing.mayGrant else { throw .formerMissing }
    }
    let claim = try policy.claim()
    guard claim.site == charter.ruling.document.site else { throw .otherSite }
    guard claim.compartment == compartment else { throw .otherCompartment }
    guard claim.edition.version >= entry.minimumVersion else { throw .belowMinimumVersion }
    let novelty = try succession(claim.edition, policy.digest, after: accepted)
    let base = support == .partial ? former : nil
    if let base {
      try succession(claim.edition, policy.digest, isNextTo: base.accepted)
      let scheme = charter.ruling.document.scheme
      try check(PolicyEffect(of: claim, after: base.document, under: scheme))
    }
    // What is in force already keeps what the charter still admits of it: a change of the label
    // scheme must not stop a ward.
    if novelty != .same { try check(claim, under: charter.ruling.document) }
    let standing = try standing(novelty, claim.edition, time)
    return VerifiedPolicy(
      claim, policy.document, charter.ruling.accepted, standing, narrowing: base)
  }

  /// Verifies a credential under the policy of its compartment that rules.
  ///
  /// Its issuer signed it, with a key that nobody revoked; it says of itself that it is that
  /// issuer's, stays within the template, and takes no name and no key that has a use already.
  static func verify(
    _ credential: UnverifiedCredential, under policy: CompartmentPolicy, in set: VerifiedSet,
    at time: Int64
  ) throws(VerificationFault) -> VerifiedCredential {
    let revoked = set.revocations.signingKeys
    var signers: [Issuer] = []
    for issuer in policy.issuers {
      let quorum = KeyQuorum(keys: issuer.keys, threshold: 1)
      if try credential.document.isSigned(by: quorum, revoked: revoked) { signers.append(issuer) }
    }
    guard !signers.isEmpty else { throw .thresholdNotMet }
    let claim = try credential.claim()
    guard signers.contains(where: { $0.name == claim.issuer }) else { throw .thresholdNotMet }
    do throws(DocumentFault) {
      try claim.check(under: policy, set.charter.document)
    } catch {
      throw .document(error)
    }
    let withdrawn = set.restrictions.issuedFrom[policy.compartment]?[claim.issuer] ?? 0
    guard claim.issued >= withdrawn else {
      throw .document(DocumentFault(.withdrawn, at: "issued"))
    }
    let (limit, overflow) = time.addingReportingOverflow(Standing.aheadMax)
    guard overflow || claim.issued <= limit else { throw .issuedAhead }
    return VerifiedCredential(claim, credential.document)
  }

  /// Looks at the bytes alone. At least one key of the authority signed them.
  static func checkSignatures(
    of policy: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession
  ) throws(VerificationFault) -> (CharteredCompartment, Support) {
    guard let entry = charter.ruling.document.compartment(compartment) else {
      throw .unknownCompartment
    }
    let revoked = charter.revokedSigningKeys
    let support = try policy.document.support(of: entry.authority, revoked: revoked)
    guard support != .none else { throw .thresholdNotMet }
    return (entry, support)
  }

  /// Exactly the accepted document, or exactly the one after it.
  static func succession(
    _ edition: Edition, _ digest: Digest, after accepted: AcceptedVersion?
  ) throws(VerificationFault) -> Standing.Novelty {
    guard let accepted else { return .first }
    if edition.version == accepted.version {
      guard digest == accepted.digest else { throw .equivocation }
      return .same
    }
    guard edition.version > accepted.version else { throw .olderVersion }
    guard edition.version == accepted.version + 1 else { throw .versionSkipped }
    guard edition.previous == accepted.digest else { throw .previousMismatch }
    return .next
  }

  /// Exactly the one after a version.
  private static func succession(
    _ edition: Edition, _ digest: Digest, isNextTo former: AcceptedVersion
  ) throws(VerificationFault) {
    guard try succession(edition, digest, after: former) == .next else { throw .thresholdNotMet }
  }

  static func standing(
    _ novelty: Standing.Novelty, _ edition: Edition, _ time: Int64
  ) throws(VerificationFault) -> Standing {
    let standing = Standing(novelty, edition, at: time)
    guard novelty != .first || standing.freshness == .fresh else { throw .expiredAtInstall }
    guard novelty != .first || !standing.isAhead else { throw .issuedAhead }
    return standing
  }
}

extension PolicyVerifier {
  private static func check(
    _ policy: CompartmentPolicy, under charter: Charter
  ) throws(VerificationFault) {
    do throws(DocumentFault) {
      try policy.check(under: charter)
    } catch {
      throw .document(error)
    }
  }

  /// What fewer keys than the threshold signed takes away, and nothing that only the quorum may.
  private static func check(_ effect: PolicyEffect) throws(VerificationFault) {
    guard effect.direction == .narrowing else { throw .notNarrowing }
    guard effect.needsOneKey else { throw .reservedToQuorum }
  }

  /// No compartment disappears, and none is told to go back.
  private static func checkCompartments(
    of charter: Charter, after old: Charter
  ) throws(VerificationFault) {
    for former in old.compartments {
      guard let entry = charter.compartment(former.name) else { throw .compartmentDropped }
      guard entry.minimumVersion >= former.minimumVersion else { throw .minimumVersionLowered }
    }
  }
}
