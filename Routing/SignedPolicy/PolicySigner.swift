import CBOR
package import Cryptography
package import Policy

/// Collects signatures over one document. It signs what it decoded, never bytes that it can't show.
package struct PolicySigner: Sendable {
  private let kind: DocumentKind
  private let payload: [UInt8]
  private var signatures: [KeyID: [UInt8]] = [:]

  /// Begins with a charter.
  package init(_ charter: Charter) throws(DocumentFault) {
    kind = .charter
    payload = try charter.encoded()
  }

  /// Begins with a compartment's policy.
  package init(_ policy: CompartmentPolicy) throws(DocumentFault) {
    kind = .policy
    payload = try policy.encoded()
  }

  /// Begins with a credential.
  package init(_ credential: Credential) throws(DocumentFault) {
    kind = .credential
    payload = try credential.encoded()
  }

  /// Begins with a step of a break-glass.
  package init(_ step: BreakGlassStep) throws(DocumentFault) {
    kind = .breakGlass
    payload = try step.encoded()
  }

  /// Begins with a delegation.
  package init(_ integrator: Integrator) throws(DocumentFault) {
    kind = .integrator
    payload = try integrator.encoded()
  }

  /// Begins with a release.
  package init(_ release: Release) throws(DocumentFault) {
    kind = .release
    payload = try release.encoded()
  }

  /// Goes on with a charter that others have signed; keeps their signatures unverified.
  package init(_ charter: UnverifiedCharter) throws(VerificationFault) {
    _ = try charter.claim()
    self.init(charter.document)
  }

  /// Goes on with a policy that others have signed; keeps their signatures unverified.
  package init(_ policy: UnverifiedPolicy) throws(VerificationFault) {
    _ = try policy.claim()
    self.init(policy.document)
  }

  /// Goes on with a delegation that others have signed; keeps their signatures unverified.
  package init(_ integrator: UnverifiedIntegrator) throws(VerificationFault) {
    _ = try integrator.claim()
    self.init(integrator.document)
  }

  /// Goes on with a release that others have signed; keeps their signatures unverified.
  package init(_ release: UnverifiedRelease) throws(VerificationFault) {
    _ = try release.claim()
    self.init(release.document)
  }

  private init(_ document: SignedDocument) {
    kind = document.kind
    payload = document.payload
    for (key, signature) in document.signatures { signatures[key] = signature }
  }

  /// SHA-256 of the payload: what the next version names as its previous, and what signers compare.
  package var digest: Digest { SHA256.hash(payload) }

  /// Who has signed, ascending.
  package var signers: [KeyID] { signatures.keys.sorted() }

  /// Adds a signature; a key that signed before signs anew.
  package mutating func sign(with key: SigningKey) throws(CryptographyError) {
    let id = key.publicKey.keyID
    signatures[id] = try key.sign(kind.toBeSigned(payload, by: id))
  }

  /// The signed document: a tagged COSE_Sign, signatures in the order of their keys.
  package var encoded: [UInt8] {
    let parts = signatures.sorted { $0.key < $1.key }.map { key, signature in
      COSESign.Signed(protected: COSEHeader.es256(keyID: key.bytes), signature: signature)
    }
    return COSESign.encode(
      protected: kind.bodyProtected, payload: payload, signatures: parts, tagged: true)
  }
}
