import Policy

/// The way from an accepted version of a policy to a newer one, when versions came in between.
struct PolicyPath {
  let compartment: String
  let charter: CharterSuccession
  /// Finds the version of a number and digest.
  let former: (AcceptedVersion) -> UnverifiedPolicy?

  /// The versions to one that the threshold signed, oldest first. Each of those before it is
  /// vouched for by the one after it, which names its digest. So the authority's keys may have
  /// changed in between.
  func vouched(
    to newest: UnverifiedPolicy, after accepted: AcceptedVersion
  ) throws(VerificationFault) -> [UnverifiedPolicy] {
    let support = try PolicyVerifier.checkSignatures(of: newest, of: compartment, under: charter).1
    guard support == .full else { throw .narrowedBefore }
    var path = [newest]
    var edition = try claim(newest).edition
    while edition.version > accepted.version + 1 {
      guard path.count < SuccessionLimit.stepsMax, let digest = edition.previous,
        let policy = former(AcceptedVersion(version: edition.version - 1, digest: digest)),
        policy.digest == digest
      else { throw .versionSkipped }
      let before = try claim(policy).edition
      guard before.version + 1 == edition.version else { throw .versionSkipped }
      path.append(policy)
      edition = before
    }
    _ = try PolicyVerifier.succession(edition, path[path.count - 1].digest, after: accepted)
    return path.reversed()
  }

  func claim(_ policy: UnverifiedPolicy) throws(VerificationFault) -> CompartmentPolicy {
    let claim = try policy.claim()
    guard claim.site == charter.ruling.document.site else { throw .otherSite }
    guard claim.compartment == compartment else { throw .otherCompartment }
    return claim
  }
}

extension PolicyVerifier {
  /// The versions that lead from the accepted one to a newer one, oldest first.
  ///
  /// The newest must be verified, whatever its age. One that fewer keys than the threshold signed
  /// needs the one before it verified, too, by the whole threshold.
  ///
  /// - Parameters:
  ///   - ruling: the accepted version, verified; what the newest one narrows if it is the next.
  ///   - former: finds the version of a number and digest.
  package static func path(
    to newest: UnverifiedPolicy, of compartment: String, under charter: CharterSuccession,
    after accepted: AcceptedVersion, at time: Int64, narrowing ruling: VerifiedPolicy? = nil,
    former: (AcceptedVersion) -> UnverifiedPolicy?
  ) throws(VerificationFault) -> [UnverifiedPolicy] {
    try withoutActuallyEscaping(former) { former throws(VerificationFault) in
      let path = PolicyPath(compartment: compartment, charter: charter, former: former)
      let support = try checkSignatures(of: newest, of: compartment, under: charter).1
      guard support == .partial else {
        let versions = try path.vouched(to: newest, after: accepted)
        let last = versions.dropLast().last?.digest ?? accepted.digest
        let before = AcceptedVersion(
          version: accepted.version + UInt64(versions.count - 1), digest: last)
        _ = try verify(newest, of: compartment, under: charter, accepted: before, at: time)
        return versions
      }
      return try narrowing(newest, path, after: accepted, at: time, ruling)
    }
  }

  private static func narrowing(
    _ newest: UnverifiedPolicy, _ path: PolicyPath, after accepted: AcceptedVersion,
    at time: Int64, _ ruling: VerifiedPolicy?
  ) throws(VerificationFault) -> [UnverifiedPolicy] {
    let edition = try path.claim(newest).edition
    guard edition.version > accepted.version + 1, let digest = edition.previous else {
      guard let ruling, ruling.accepted == accepted else { throw .formerMissing }
      _ = try verify(
        newest, of: path.compartment, under: path.charter, accepted: accepted, at: time,
        narrowing: ruling)
      return [newest]
    }
    let before = AcceptedVersion(version: edition.version - 1, digest: digest)
    guard let policy = path.former(before), policy.digest == digest else { throw .formerMissing }
    let versions = try path.vouched(to: policy, after: accepted)
    // As the version before it is reached from the accepted one, it is taken as it stands.
    let last = versions.dropLast().last?.digest ?? accepted.digest
    let base = try verify(
      policy, of: path.compartment, under: path.charter,
      accepted: AcceptedVersion(version: before.version - 1, digest: last), at: time)
    _ = try verify(
      newest, of: path.compartment, under: path.charter, accepted: before, at: time,
      narrowing: base)
    return versions + [newest]
  }
}
