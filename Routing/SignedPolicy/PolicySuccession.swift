import Cryptography
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
    var bases: [UInt64: Digest] = [:]
    bases[ruling.accepted.version] = ruling.base?.accepted.digest
    for policy in withheld { bases[policy.accepted.version] = policy.base }
    return AcceptedChain(ruling.accepted, withheld: withheld.map(\.accepted), bases: bases)
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
  /// Digest of the version before it, if fewer keys than the threshold signed this one.
  let base: Digest?

  fileprivate init(
    _ policy: UnverifiedPolicy, base: Digest?, at time: Int64
  ) throws(VerificationFault) {
    document = try policy.claim()
    accepted = AcceptedVersion(version: document.edition.version, digest: policy.digest)
    standing = Standing(.next, document.edition, at: time)
    encoded = policy.document.encoded
    self.base = base
  }
}

extension PolicySuccession {
  /// Chooses which version rules: the newest that may grant and that as much of the authority
  /// signed as its effect demands, else the one that rules so far.
  ///
  /// - Parameter continuing: the charter by which the version that rules so far is judged. For the
  ///   compartment's own that is the ruling charter alone: what another charter revokes of its
  ///   authority must not stop the ward.
  package init(
    choosing versions: PolicyVersions, under charter: CharterSuccession,
    continuing: CharterSuccession, at time: Int64
  ) throws(VerificationFault) {
    var ruling: VerifiedPolicy?
    var fault: VerificationFault?
    do throws(VerificationFault) {
      ruling = try versions.ruling(under: continuing, at: time)
    } catch { fault = error }
    var (previous, place) = (versions.accepted, 0)
    var bases = versions.bases
    for (index, policy) in versions.later.enumerated() {
      let former = ruling.flatMap { $0.accepted == previous ? $0 : nil }
      let verified = try? PolicyVerifier.verify(
        policy, of: versions.compartment, under: charter, accepted: previous, at: time,
        narrowing: former)
      previous = AcceptedVersion(version: previous.version + 1, digest: policy.digest)
      guard let verified else { continue }
      bases[previous.version] = verified.base?.accepted.digest
      if verified.standing.mayGrant { (ruling, fault, place) = (verified, nil, index + 1) }
    }
    guard let ruling else { throw fault ?? .versionSkipped }
    var withheld: [WithheldPolicy] = []
    for policy in versions.later[place...].prefix(SuccessionLimit.withheldMax) {
      let version = versions.accepted.version + UInt64(place + withheld.count + 1)
      withheld.append(try WithheldPolicy(policy, base: bases[version], at: time))
    }
    self.init(ruling, withheld)
  }
}
