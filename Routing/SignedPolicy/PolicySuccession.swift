package import Policy

/// The version of a compartment's policy that rules, and those after it, which only take away.
package struct PolicySuccession: Sendable {
  package let ruling: VerifiedPolicy
  /// Each follows the one before it.
  package let withheld: [WithheldPolicy]

  /// One version alone.
  package init(_ ruling: VerifiedPolicy) { self.init(ruling, []) }

  private init(_ ruling: VerifiedPolicy, _ withheld: [WithheldPolicy]) {
    self.ruling = ruling
    self.withheld = withheld
  }

  /// What to remember.
  package var accepted: AcceptedChain {
    AcceptedChain(ruling.accepted, withheld: withheld.map(\.accepted))
  }
}

/// A version that only takes away. What makes it authentic is its digest: it was accepted before,
/// or a version that its authority signed names it.
package struct WithheldPolicy: Sendable {
  package let document: CompartmentPolicy
  package let accepted: AcceptedVersion
  /// How it stood to the time at which it was looked at.
  package let standing: Standing
  package let encoded: [UInt8]

  fileprivate init(_ policy: UnverifiedPolicy, at time: Int64) throws(VerificationFault) {
    document = try policy.claim()
    accepted = AcceptedVersion(version: document.edition.version, digest: policy.digest)
    standing = Standing(.next, document.edition, at: time)
    encoded = policy.document.encoded
  }
}

/// One policy's versions from the accepted one on, as they were found.
package struct PolicyVersions: Sendable {
  package let compartment: String
  /// The version that rules so far.
  package let accepted: AcceptedVersion
  /// Copies of it; their signatures may differ. None if it was lost.
  package let copies: [UnverifiedPolicy]
  /// What came after it, each naming the one before it.
  package var later: [UnverifiedPolicy]

  package init(
    of compartment: String, _ accepted: AcceptedVersion, copies: [UnverifiedPolicy],
    later: [UnverifiedPolicy]
  ) {
    self.compartment = compartment
    self.accepted = accepted
    self.copies = copies
    self.later = later
  }
}

extension PolicySuccession {
  /// Chooses which version rules: the newest that the authority signed and that may grant, else
  /// the one that rules so far.
  ///
  /// - Parameter continuing: the charter by which the version that rules so far is judged. For the
  ///   compartment's own that is the ruling charter alone: what another charter revokes of its
  ///   authority must not stop the ward.
  package init(
    choosing versions: PolicyVersions, under charter: CharterSuccession,
    continuing: CharterSuccession, at time: Int64
  ) throws(VerificationFault) {
    let name = versions.compartment
    var (ruling, fault) = Self.first(versions, under: continuing, at: time)
    var (previous, place) = (versions.accepted, 0)
    for (index, policy) in versions.later.enumerated() {
      let verified = try? PolicyVerifier.verify(
        policy, of: name, under: charter, accepted: previous, at: time)
      if let verified, verified.standing.mayGrant {
        (ruling, fault) = (verified, nil)
        place = index + 1
      }
      previous = AcceptedVersion(version: previous.version + 1, digest: policy.digest)
    }
    guard let ruling else { throw fault ?? .versionSkipped }
    var withheld: [WithheldPolicy] = []
    for policy in versions.later[place...].prefix(SuccessionLimit.withheldMax) {
      withheld.append(try WithheldPolicy(policy, at: time))
    }
    self.init(ruling, withheld)
  }

  /// The version that rules so far, by the first copy that holds.
  private static func first(
    _ versions: PolicyVersions, under charter: CharterSuccession, at time: Int64
  ) -> (VerifiedPolicy?, VerificationFault?) {
    var fault: VerificationFault?
    for copy in versions.copies {
      do throws(VerificationFault) {
        let policy = try PolicyVerifier.verify(
          copy, of: versions.compartment, under: charter, accepted: versions.accepted, at: time)
        return (policy, nil)
      } catch {
        fault = fault ?? error
      }
    }
    return (nil, fault)
  }
}

extension PolicyVerifier {
  /// The versions that lead from the accepted one to a newer one, oldest first.
  ///
  /// The newest must be verified, whatever its age; each of the others is vouched for by the one
  /// after it, which names its digest. So the authority's keys may have changed in between.
  ///
  /// - Parameter former: finds the version of a number and digest.
  package static func path(
    to newest: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession,
    after accepted: AcceptedVersion, former: (AcceptedVersion) -> UnverifiedPolicy?
  ) throws(VerificationFault) -> [UnverifiedPolicy] {
    _ = try checkSignatures(of: newest, of: compartment, under: charter)
    var path = [newest]
    var edition = try claim(newest, of: compartment, under: charter).edition
    while edition.version > accepted.version + 1 {
      guard path.count < SuccessionLimit.stepsMax, let digest = edition.previous,
        let policy = former(AcceptedVersion(version: edition.version - 1, digest: digest)),
        policy.digest == digest
      else { throw .versionSkipped }
      let before = try claim(policy, of: compartment, under: charter).edition
      guard before.version + 1 == edition.version else { throw .versionSkipped }
      path.append(policy)
      edition = before
    }
    _ = try succession(edition, path[path.count - 1].digest, after: accepted)
    let before = path.count > 1 ? path[1].digest : accepted.digest
    let last = AcceptedVersion(version: accepted.version + UInt64(path.count - 1), digest: before)
    _ = try verify(newest, of: compartment, under: charter, accepted: last, at: 0)
    return path.reversed()
  }

  private static func claim(
    _ policy: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession
  ) throws(VerificationFault) -> CompartmentPolicy {
    let claim = try policy.claim()
    guard claim.site == charter.ruling.document.site else { throw .otherSite }
    guard claim.compartment == compartment else { throw .otherCompartment }
    return claim
  }
}
