import Policy

// A version that fewer keys than the threshold signed is nothing by itself: it narrows the one
// before it, which must be at hand and fully signed.

extension PolicyVerifier {
  /// Verifies a policy with the version before it, if its signatures make that necessary.
  ///
  /// - Parameters:
  ///   - accepted: what was accepted before, or the policy itself for one that is in force.
  ///   - former: finds copies of the version of a number and digest.
  package static func verify(
    _ policy: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession,
    accepted: AcceptedVersion?, at time: Int64,
    former: (AcceptedVersion) -> [UnverifiedPolicy]
  ) throws(VerificationFault) -> VerifiedPolicy {
    let support = try checkSignatures(of: policy, of: compartment, under: charter).1
    var base: VerifiedPolicy?
    if support == .partial {
      let before = try policy.claim().edition.narrowed()
      base = try first(former(before)) { copy throws(VerificationFault) in
        try verify(
          copy, of: compartment, under: charter, accepted: accepted.map { _ in before }, at: time)
      }
    }
    return try verify(
      policy, of: compartment, under: charter, accepted: accepted, at: time, narrowing: base)
  }

  /// Verifies a charter with the pinned roots, and the one before it if its signatures make that
  /// necessary.
  package static func verify(
    _ charter: UnverifiedCharter, pinned pin: RootPin, accepted: AcceptedVersion?, at time: Int64,
    former: (AcceptedVersion) -> [UnverifiedCharter]
  ) throws(VerificationFault) -> VerifiedCharter {
    let claim = try charter.claim()
    let revoked = claim.revocations.signingKeys
    guard RootPin(of: claim.roots) == pin,
      try charter.document.support(of: claim.roots, revoked: revoked) == .partial
    else { return try verify(charter, trusting: .pinned(pin, accepted: accepted), at: time) }
    let before = try claim.edition.narrowed()
    let base = try first(former(before)) { copy throws(VerificationFault) in
      try verify(copy, trusting: .pinned(pin, accepted: accepted.map { _ in before }), at: time)
    }
    return try verify(charter, trusting: .narrowing(base, accepted: accepted), at: time)
  }

  /// The first copy that holds.
  private static func first<Document, Verified>(
    _ copies: [Document], _ verify: (Document) throws(VerificationFault) -> Verified
  ) throws(VerificationFault) -> Verified {
    var fault = VerificationFault.formerMissing
    for copy in copies {
      do throws(VerificationFault) {
        return try verify(copy)
      } catch .thresholdNotMet {
        fault = .narrowedBefore
      } catch {
        fault = error
      }
    }
    throw fault
  }
}

extension Edition {
  /// The version that this one narrows, if it does; the first narrows none.
  fileprivate func narrowed() throws(VerificationFault) -> AcceptedVersion {
    guard let previous, version > 1 else { throw .thresholdNotMet }
    return AcceptedVersion(version: version - 1, digest: previous)
  }
}
