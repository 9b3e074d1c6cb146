import Policy
package import SignedPolicy

extension Site {
  /// Puts a signed charter in force: verifies that it follows the one that lies there, keeps that
  /// one in the history for readers that were away, and replaces it.
  ///
  /// A version that may not grant is refused: who publishes it did not mean to.
  package static func publish(
    _ charter: UnverifiedCharter, in layout: SiteLayout, at time: Int64
  ) throws(SiteError) -> AcceptedVersion {
    let former = try self.charter(of: layout, at: time)
    let next: VerifiedCharter
    do throws(VerificationFault) {
      next = try PolicyVerifier.verify(charter, trusting: .succeeding(former), at: time)
    } catch {
      throw SiteError(error, layout.charter)
    }
    guard next.standing.mayGrant else {
      throw SiteError(withheld: next.standing, layout.charter)
    }
    if next.standing.novelty == .next {
      try keep(former.encoded, at: layout.formerCharter(former.accepted.version), layout)
    }
    try SiteFile.replace(layout.charter, with: next.encoded)
    return next.accepted
  }

  /// Puts a compartment's signed policy in force in the same way, under the charter that lies
  /// there.
  package static func publish(
    _ policy: UnverifiedPolicy, in layout: SiteLayout, at time: Int64
  ) throws(SiteError) -> AcceptedVersion {
    let charter = CharterSuccession(try self.charter(of: layout, at: time))
    let next: VerifiedPolicy
    // What lies there may be damaged; then there is nothing to follow, and nothing to keep.
    var former: (document: UnverifiedPolicy, version: AcceptedVersion)?
    var path = layout.policies
    do throws(VerificationFault) {
      let name = try policy.claim().compartment
      path = layout.policy(name)
      if let document: UnverifiedPolicy = DocumentShelf.document(path),
        let version = try? document.version()
      {
        former = (document, version)
      }
      next = try PolicyVerifier.verify(
        policy, of: name, under: charter, accepted: former?.version, at: time,
        former: layout.shelf(of: name).copies)
    } catch {
      throw SiteError(error, path)
    }
    guard next.standing.mayGrant else { throw SiteError(withheld: next.standing, path) }
    if let former, next.standing.novelty == .next {
      let name = next.document.compartment
      try keep(
        former.document.encoded, at: layout.formerPolicy(name, former.version.version), layout)
    }
    try SiteFile.replace(path, with: next.encoded)
    return next.accepted
  }

  private static func keep(
    _ bytes: [UInt8], at path: String, _ layout: SiteLayout
  ) throws(SiteError) {
    try SiteFile.makeDirectory(layout.history)
    try SiteFile.replace(path, with: bytes)
  }
}
