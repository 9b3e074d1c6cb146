package import Cryptography
package import Policy

/// A charter whose signatures met their threshold and that follows what was accepted before.
///
/// Only ``PolicyVerifier`` makes one, so a function that takes it checks nothing again.
package struct VerifiedCharter: Sendable {
  package let document: Charter
  /// What to remember of it.
  package let accepted: AcceptedVersion
  package let standing: Standing
  /// As it was received, with its signatures: what is kept.
  package let encoded: [UInt8]

  fileprivate init(_ claim: Charter, _ source: SignedDocument, _ standing: Standing) {
    document = claim
    accepted = AcceptedVersion(version: claim.edition.version, digest: source.digest)
    encoded = source.encoded
    self.standing = standing
  }
}

/// A compartment policy signed by that compartment's authority under one charter, and that follows
/// what was accepted.
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

  fileprivate init(
    _ claim: CompartmentPolicy, _ source: SignedDocument, _ charter: AcceptedVersion,
    _ standing: Standing
  ) {
    document = claim
    accepted = AcceptedVersion(version: claim.edition.version, digest: source.digest)
    encoded = source.encoded
    self.charter = charter
    self.standing = standing
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
}

/// Turns unverified documents into verified ones: the client rules of The Update Framework, for two
/// levels.
///
/// Pure: the time is an argument, fixed by the caller once for a whole update.
package enum PolicyVerifier {
  /// Verifies a charter.
  package static func verify(
    _ charter: UnverifiedCharter, trusting trust: CharterTrust, at time: Int64
  ) throws(VerificationFault) -> VerifiedCharter {
    let claim: Charter
    let novelty: Standing.Novelty
    switch trust {
    case .pinned(let pin, let accepted):
      claim = try charter.claim()
      guard RootPin(of: claim.roots) == pin else { throw .rootsNotPinned }
      novelty = try succession(claim.edition, charter.digest, after: accepted)
    case .succeeding(let old):
      let former = old.document.revocations.signingKeys
      guard try charter.document.isSigned(by: old.document.roots, revoked: former) else {
        throw .oldThresholdNotMet
      }
      claim = try charter.claim()
      guard claim.site == old.document.site else { throw .otherSite }
      novelty = try succession(claim.edition, charter.digest, after: old.accepted)
      try checkCompartments(of: claim, after: old.document)
    }
    let revoked = claim.revocations.signingKeys
    guard try charter.document.isSigned(by: claim.roots, revoked: revoked) else {
      throw .thresholdNotMet
    }
    return VerifiedCharter(claim, charter.document, try standing(novelty, claim.edition, time))
  }

  /// Verifies a compartment's policy under the charter that rules; keys that a later charter
  /// revokes don't count.
  package static func verify(
    _ policy: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession,
    accepted: AcceptedVersion?, at time: Int64
  ) throws(VerificationFault) -> VerifiedPolicy {
    let entry = try checkSignatures(of: policy, of: compartment, under: charter)
    let claim = try policy.claim()
    guard claim.site == charter.ruling.document.site else { throw .otherSite }
    guard claim.compartment == compartment else { throw .otherCompartment }
    guard claim.edition.version >= entry.minimumVersion else { throw .belowMinimumVersion }
    let novelty = try succession(claim.edition, policy.digest, after: accepted)
    // What is in force already keeps what the charter still admits of it: a change of the label
    // scheme must not stop a ward.
    if novelty != .same { try check(claim, under: charter.ruling.document) }
    return VerifiedPolicy(
      claim, policy.document, charter.ruling.accepted, try standing(novelty, claim.edition, time))
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

  /// Looks at the bytes alone.
  static func checkSignatures(
    of policy: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession
  ) throws(VerificationFault) -> CharteredCompartment {
    guard let entry = charter.ruling.document.compartment(compartment) else {
      throw .unknownCompartment
    }
    let revoked = charter.revokedSigningKeys
    guard try policy.document.isSigned(by: entry.authority, revoked: revoked) else {
      throw .thresholdNotMet
    }
    return entry
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

  private static func standing(
    _ novelty: Standing.Novelty, _ edition: Edition, _ time: Int64
  ) throws(VerificationFault) -> Standing {
    let standing = Standing(novelty, edition, at: time)
    guard novelty != .first || standing.freshness == .fresh else { throw .expiredAtInstall }
    guard novelty != .first || !standing.isAhead else { throw .issuedAhead }
    return standing
  }

  private static func check(
    _ policy: CompartmentPolicy, under charter: Charter
  ) throws(VerificationFault) {
    do throws(DocumentFault) {
      try policy.check(under: charter)
    } catch {
      throw .document(error)
    }
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
