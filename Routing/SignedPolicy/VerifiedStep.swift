package import Cryptography
package import Policy

/// A step of a break-glass as it was received: taken apart, nothing of it checked.
package struct UnverifiedStep: Sendable {
  private let document: SignedDocument

  package init(_ bytes: [UInt8]) throws(StepFault) {
    do throws(VerificationFault) {
      document = try SignedDocument(bytes, as: BreakGlassStep.self)
    } catch {
      throw .document(error)
    }
  }

  /// SHA-256 of the payload.
  package var digest: Digest { document.digest }

  /// Holds the step to the policy in force: signed by one officer of the template that it names,
  /// whose key is not revoked, for this site and compartment.
  ///
  /// Nothing of the payload is decoded before the signature holds under the key of some officer.
  package func verified(under snapshot: PolicySnapshot) throws(StepFault) -> VerifiedStep {
    guard document.signatures.count == 1, let (id, signature) = document.signatures.first,
      let key = snapshot.officer(id)
    else { throw .unknownOfficer }
    guard !snapshot.isRevoked(id) else { throw .revokedOfficer }
    guard key.isValid(signature, for: document.kind.toBeSigned(document.payload, by: id)) else {
      throw .document(.invalidSignature)
    }
    let step: BreakGlassStep
    do throws(DocumentFault) {
      step = try BreakGlassStep(encoded: document.payload)
    } catch {
      throw .document(.document(error))
    }
    guard step.site == snapshot.site else { throw .document(.otherSite) }
    guard step.compartment == snapshot.compartment else { throw .document(.otherCompartment) }
    guard let handle = snapshot.template(step.template), let entry = snapshot.entry(handle) else {
      throw .unknownTemplate
    }
    guard entry.officer(id) != nil else { throw .unknownOfficer }
    return VerifiedStep(step, document, by: id)
  }
}

/// A step that one officer of its template signed.
///
/// Only ``UnverifiedStep/verified(under:)`` makes one.
package struct VerifiedStep: Sendable {
  package let step: BreakGlassStep
  /// The key id of who signed.
  package let officer: KeyID
  /// SHA-256 of the payload; of an activating step the name of the activation.
  package let digest: Digest
  /// The payload.
  package let payload: [UInt8]

  fileprivate init(_ step: BreakGlassStep, _ document: SignedDocument, by officer: KeyID) {
    self.step = step
    self.officer = officer
    digest = document.digest
    payload = document.payload
  }
}

extension BreakGlassStep {
  /// The step signed by an officer: a tagged COSE_Sign with one signature.
  package func signed(with key: SigningKey) throws -> [UInt8] {
    var signer = try PolicySigner(self)
    try signer.sign(with: key)
    return signer.encoded
  }
}
