package import Cryptography
package import Policy

/// A charter as it was received: decoded, every rule of its own checked, its signatures not.
package struct UnverifiedCharter: Sendable {
  /// What it claims; for showing it, and for nothing else.
  package let claim: Charter
  let document: SignedDocument

  /// Decodes a signed charter.
  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    document = try SignedDocument(bytes, as: .charter)
    claim = try document.decode(Charter.init(encoded:))
  }

  /// SHA-256 of the payload.
  package var digest: Digest { document.digest }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}

/// A compartment policy as it was received: decoded, every rule of its own checked, its signatures
/// not.
package struct UnverifiedPolicy: Sendable {
  /// What it claims; for showing it, and for nothing else.
  package let claim: CompartmentPolicy
  let document: SignedDocument

  /// Decodes a signed policy.
  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    document = try SignedDocument(bytes, as: .policy)
    claim = try document.decode(CompartmentPolicy.init(encoded:))
  }

  /// SHA-256 of the payload.
  package var digest: Digest { document.digest }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}

extension SignedDocument {
  fileprivate func decode<Document>(
    _ decode: ([UInt8]) throws(DocumentFault) -> Document
  ) throws(VerificationFault) -> Document {
    do throws(DocumentFault) {
      return try decode(payload)
    } catch {
      throw .document(error)
    }
  }
}
