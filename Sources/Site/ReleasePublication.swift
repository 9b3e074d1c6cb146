import Cryptography
package import Policy
package import SignedPolicy

extension VerifiedSite {
  /// What delegations and releases of the site are held to before anybody signs or publishes one:
  /// no key of them may have a use in any compartment, by policy or by credential.
  package func releaseBasis() throws(SiteError) -> ReleaseBasis {
    var all: [CompartmentPolicy] = []
    for policy in policies { all.append(try introduced(in: policy)) }
    return ReleaseBasis(charter, all, at: time)
  }
}

/// Puts delegations and releases where those who start adapters look, if they will take them.
package enum ReleasePublication {
  /// Publishes a delegation, in the place of an older one of that name.
  package static func publish(
    _ integrator: UnverifiedIntegrator, in layout: SiteLayout, at time: Int64
  ) throws(SiteError) -> Integrator {
    let basis = try Site.load(at: layout.root, time: time).releaseBasis()
    let verified: VerifiedIntegrator
    do throws(VerificationFault) {
      verified = try basis.verify(integrator)
      for other in ReleaseShelf(in: layout, under: basis).integrators {
        try verified.checkMayStand(beside: other)
      }
    } catch {
      throw SiteError(error, layout.integrators)
    }
    try SiteFile.makeDirectory(layout.integrators)
    try SiteFile.replace(layout.integrator(verified.document.name), with: integrator.encoded)
    return verified.document
  }

  /// Publishes a release, beside the others: an older executable may run on while links change one
  /// by one.
  ///
  /// - Returns: the release and its file.
  package static func publish(
    _ release: UnverifiedRelease, in layout: SiteLayout, at time: Int64
  ) throws(SiteError) -> (release: VerifiedRelease, path: String) {
    let basis = try Site.load(at: layout.root, time: time).releaseBasis()
    let verified: VerifiedRelease
    do throws(VerificationFault) {
      verified = try basis.verify(release, of: ReleaseShelf(in: layout, under: basis).integrators)
      guard !verified.isLapsed else { throw .lapsed }
    } catch {
      throw SiteError(error, layout.releases)
    }
    let path = layout.release(verified)
    try SiteFile.makeDirectory(layout.releases)
    try SiteFile.replace(path, with: release.encoded)
    return (verified, path)
  }
}

extension SiteLayout {
  /// The file of a release: its first adapter and 16 digits of its digest.
  func release(_ release: VerifiedRelease) -> String {
    let digits = Hexadecimal.encode(release.digest.bytes).prefix(16)
    return "\(releases)/\(release.document.adapters.first ?? "none")-\(digits).cose"
  }
}

extension VerifiedIntegrator {
  fileprivate func checkMayStand(
    beside other: VerifiedIntegrator
  ) throws(VerificationFault) {
    guard document.name != other.document.name else {
      guard digest == other.digest || isLater(than: other) else { throw .olderVersion }
      return
    }
    guard Set(document.keys).isDisjoint(with: other.document.keys) else {
      throw .document(DocumentFault(.duplicate, at: "keys"))
    }
  }
}
