package import Cryptography
package import Policy

/// What delegations and releases are held to: a charter, all that is revoked, policies whose keys
/// have another use, and a time.
package struct ReleaseBasis: Sendable {
  private let charter: Charter
  private let revoked: Set<KeyID>
  private let policies: [CompartmentPolicy]
  /// Seconds since the Unix epoch; never before the charter was issued, whatever the clock says.
  package let time: Int64

  /// What one process decides by. A peer's policy takes no key over by naming it, so only the own
  /// one counts.
  package init(_ set: VerifiedSet, at time: Int64) {
    charter = set.charter.document
    revoked = set.revocations.signingKeys
    policies = [set.own.document]
    self.time = max(time, charter.edition.issued)
  }

  /// A whole site's documents, for who signs: before that every use of a key counts.
  package init(_ charter: VerifiedCharter, _ policies: [CompartmentPolicy], at time: Int64) {
    self.charter = charter.document
    revoked = charter.document.revocations.signingKeys
    self.policies = policies
    self.time = max(time, charter.document.edition.issued)
  }

  /// The site's name.
  package var site: String { charter.site }

  /// Who must sign; nil where every adapter is started as it lies there.
  package var quorum: KeyQuorum? { charter.adapterRelease }

  /// Verifies a delegation: the adapter-release quorum signed it, for this site, and none of its
  /// keys has another use. Of whatever age: what it delegates is bounded by its own term.
  package func verify(
    _ integrator: UnverifiedIntegrator
  ) throws(VerificationFault) -> VerifiedIntegrator {
    guard let quorum else { throw .noAdapterRelease }
    guard try integrator.document.isSigned(by: quorum, revoked: revoked) else {
      throw shortfall(of: integrator.document)
    }
    let claim = try integrator.claim()
    try check(claim)
    return VerifiedIntegrator(claim, integrator.document)
  }

  /// What must hold of a delegation beside its signatures: nobody signs one that is refused then.
  package func check(_ integrator: Integrator) throws(VerificationFault) {
    guard integrator.site == site else { throw .otherSite }
    do throws(DocumentFault) {
      try integrator.checkKeysServeOnce(in: charter, policies)
    } catch {
      throw .document(error)
    }
    try checkIsNotAhead(integrator.issued)
  }

  /// Verifies a release: one key of an integrator signed it that may release all that it names, or
  /// the adapter-release quorum did.
  ///
  /// - Parameter integrators: one of each name.
  package func verify(
    _ release: UnverifiedRelease, of integrators: [VerifiedIntegrator]
  ) throws(VerificationFault) -> VerifiedRelease {
    guard let quorum else { throw .noAdapterRelease }
    let document = release.document
    let isOfQuorum = try document.isSigned(by: quorum, revoked: revoked)
    var signers: [VerifiedIntegrator] = []
    for integrator in integrators {
      let keys = KeyQuorum(keys: integrator.document.keys, threshold: 1)
      if try document.isSigned(by: keys, revoked: revoked) { signers.append(integrator) }
    }
    guard isOfQuorum || !signers.isEmpty else { throw shortfall(of: document) }
    let claim = try release.claim()
    guard claim.site ?? site == site else { throw .otherSite }
    var end = claim.expires ?? PolicyLimit.timeMax
    if let name = claim.integrator {
      guard let signer = signers.first(where: { $0.document.name == name })?.document else {
        throw .thresholdNotMet
      }
      guard claim.adapters.allSatisfy(signer.adapters.contains) else { throw .beyondDelegation }
      guard (signer.issued..<signer.expires).contains(claim.issued) else {
        throw .outsideDelegation
      }
      end = min(end, signer.expires)
    } else {
      guard isOfQuorum else { throw .thresholdNotMet }
    }
    try checkIsNotAhead(claim.issued)
    return VerifiedRelease(claim, document, end: end, at: time)
  }

  /// Which of two refusals: whose key was revoked wants to know it.
  private func shortfall(of document: SignedDocument) -> VerificationFault {
    document.signatures.contains { revoked.contains($0.key) } ? .revokedSigner : .thresholdNotMet
  }

  private func checkIsNotAhead(_ issued: Int64) throws(VerificationFault) {
    let (limit, overflow) = time.addingReportingOverflow(Standing.aheadMax)
    guard overflow || issued <= limit else { throw .issuedAhead }
  }
}

/// A delegation that the adapter-release quorum of the site signed.
///
/// Only ``ReleaseBasis`` makes one.
package struct VerifiedIntegrator: Sendable {
  package let document: Integrator
  /// SHA-256 of the payload.
  package let digest: Digest

  fileprivate init(_ claim: Integrator, _ source: SignedDocument) {
    document = claim
    digest = source.digest
  }

  /// By the time of issue; two of one moment by their digests, so that every reader says the same.
  package func isLater(than other: VerifiedIntegrator) -> Bool {
    guard document.issued == other.document.issued else {
      return document.issued > other.document.issued
    }
    return other.digest.bytes.lexicographicallyPrecedes(digest.bytes)
  }
}

/// A release that one may be believed who signed it.
///
/// Only ``ReleaseBasis`` makes one.
package struct VerifiedRelease: Sendable {
  package let document: Release
  /// SHA-256 of the payload.
  package let digest: Digest
  /// When it ends: by its own word or its integrator's term; seconds since the Unix epoch.
  package let end: Int64
  /// Whether it had ended when it was verified: then it starts nothing for the first time.
  package let isLapsed: Bool

  fileprivate init(_ claim: Release, _ source: SignedDocument, end: Int64, at time: Int64) {
    document = claim
    digest = source.digest
    self.end = end
    isLapsed = time >= end
  }
}
