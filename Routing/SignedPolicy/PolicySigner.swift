import CBOR
package import Cryptography
package import Policy

/// Collects signatures over one document. It signs what it decoded, never bytes that it can't show.
package struct PolicySigner: Sendable {
  private let kind: DocumentKind
  private let payload: [UInt8]
  private var signatures: [KeyID: [UInt8]] = [:]

  /// Begins with a document.
  package init<Content: SignedContent>(_ content: Content) throws(DocumentFault) {
    kind = Content.kind
    payload = try content.encoded()
  }

  /// Goes on with a document that others have signed; keeps their signatures unverified.
  package init<Content>(_ signed: Unverified<Content>) throws(VerificationFault) {
    _ = try signed.claim()
    kind = signed.document.kind
    payload = signed.document.payload
    for (key, signature) in signed.document.signatures { signatures[key] = signature }
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
