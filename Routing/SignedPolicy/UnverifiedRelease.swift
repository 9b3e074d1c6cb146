package import Cryptography
package import Policy

/// A delegation as it was received.
package struct UnverifiedIntegrator: UnverifiedDocument {
  let document: SignedDocument

  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    guard bytes.count <= PolicyLimit.releaseBytesMax else { throw .tooLarge }
    document = try SignedDocument(bytes, as: .integrator)
  }

  /// What it claims, decoded and held to every rule of its own; for showing it, and for nothing
  /// else.
  package func claim() throws(VerificationFault) -> Integrator {
    try document.decode(Integrator.init(encoded:))
  }

  package var digest: Digest { document.digest }
  package var encoded: [UInt8] { document.encoded }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}

/// A release as it was received.
package struct UnverifiedRelease: UnverifiedDocument {
  let document: SignedDocument

  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    guard bytes.count <= PolicyLimit.releaseBytesMax else { throw .tooLarge }
    document = try SignedDocument(bytes, as: .release)
  }

  /// What it claims, decoded and held to every rule of its own; for showing it, and for nothing
  /// else.
  package func claim() throws(VerificationFault) -> Release {
    try document.decode(Release.init(encoded:))
  }

  package var digest: Digest { document.digest }
  package var encoded: [UInt8] { document.encoded }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}
