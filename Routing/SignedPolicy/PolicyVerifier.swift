import Cryptography
package import Policy

/// A charter whose signatures met their threshold and that follows what was accepted before.
///
/// Only ``PolicyVerifier`` makes one, so a function that takes it checks nothing again.
package struct VerifiedCharter: Sendable {
  package let document: Charter
  /// What to remember of it.
  package let accepted: AcceptedVersion
  package let standing: Standing

  fileprivate init(_ unverified: UnverifiedCharter, _ standing: Standing) {
    document = unverified.claim
    accepted = AcceptedVersion(
      version: unverified.claim.edition.version, digest: unverified.digest)
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

  fileprivate init(_ unverified: UnverifiedPolicy, _ charter: VerifiedCharter, _ standing: Standing)
  {
    document = unverified.claim
    accepted = AcceptedVersion(
      version: unverified.claim.edition.version, digest: unverified.digest)
    self.standing = standing
    self.charter = charter.accepted
  }
}

/// How a verified document stands to what was accepted before it.
package struct Standing: Hashable, Sendable {
  package enum Novelty: Hashable, Sendable {
    /// Nothing was accepted before.
    case first
    /// The very document that was accepted before.
    case same
    /// The version after it.
    case next
  }

  package let novelty: Novelty
  /// Freshness at the time it was verified.
  package let freshness: Freshness
  /// Whether it was issued later than any clock that is wrong by less than a day may show.
  package let isAhead: Bool

  /// How far behind a clock may be, in seconds.
  static let aheadMax: Int64 = 86_400

  init(_ novelty: Novelty, _ edition: Edition, at time: Int64) {
    self.novelty = novelty
    freshness = edition.freshness(at: time)
    let (limit, overflow) = time.addingReportingOverflow(Self.aheadMax)
    isAhead = !overflow && edition.issued > limit
  }

  /// Whether it may grant. A document that was expired when it first came, or that comes from the
  /// future, may only take away: its revocations, closures and denies apply, and what ran before
  /// goes on.
  package var mayGrant: Bool { novelty == .same || (freshness == .fresh && !isAhead) }
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
    let roots = charter.claim.roots
    let revoked = charter.claim.revocations.signingKeys
    let novelty: Standing.Novelty
    switch trust {
    case .pinned(let pin, let accepted):
      guard RootPin(of: roots) == pin else { throw .rootsNotPinned }
      novelty = try succession(charter.claim.edition, charter.digest, after: accepted)
    case .succeeding(let old):
      guard charter.claim.site == old.document.site else { throw .otherSite }
      novelty = try succession(charter.claim.edition, charter.digest, after: old.accepted)
      let former = old.document.revocations.signingKeys
      guard try charter.document.isSigned(by: old.document.roots, revoked: former) else {
        throw .oldThresholdNotMet
      }
      try checkCompartments(of: charter.claim, after: old.document)
    }
    guard try charter.document.isSigned(by: roots, revoked: revoked) else { throw .thresholdNotMet }
    return VerifiedCharter(charter, try standing(novelty, charter.claim.edition, time))
  }

  /// Verifies a compartment's policy under the charter.
  package static func verify(
    _ policy: UnverifiedPolicy, of compartment: String, under charter: VerifiedCharter,
    accepted: AcceptedVersion?, at time: Int64
  ) throws(VerificationFault) -> VerifiedPolicy {
    guard policy.claim.site == charter.document.site else { throw .otherSite }
    guard policy.claim.compartment == compartment else { throw .otherCompartment }
    guard let entry = charter.document.compartment(compartment) else { throw .unknownCompartment }
    let revoked = charter.document.revocations.signingKeys
    guard try policy.document.isSigned(by: entry.authority, revoked: revoked) else {
      throw .thresholdNotMet
    }
    guard policy.claim.edition.version >= entry.minimumVersion else { throw .belowMinimumVersion }
    let novelty = try succession(policy.claim.edition, policy.digest, after: accepted)
    // What is in force already keeps what the charter still admits of it: a change of the label
    // scheme must not stop a ward.
    if novelty != .same { try check(policy.claim, under: charter.document) }
    return VerifiedPolicy(policy, charter, try standing(novelty, policy.claim.edition, time))
  }

  /// Exactly the accepted document, or exactly the one after it.
  private static func succession(
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
