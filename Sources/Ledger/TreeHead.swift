package import Cryptography

/// The size and root of a ledger at one moment: what is signed.
package struct TreeHead: Hashable, Sendable {
  package let origin: LedgerOrigin
  package let size: UInt64
  package let root: Digest

  package init(_ origin: LedgerOrigin, size: UInt64, root: Digest) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// The head of a tree.
  package init(_ origin: LedgerOrigin, _ tree: MerkleFrontier) {
    self.init(origin, size: tree.size, root: tree.root)
  }

  /// The text that is signed (C2SP tlog-checkpoint): three lines.
  package var text: String {
    "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n"
  }

  /// The signed note.
  package func signed(with key: SigningKey) throws(CryptographyError) -> SignedHead {
    let signature = try key.sign(Array(text.utf8))
    guard let der = ECDSASignature.der(ofRaw: signature) else {
      throw .library(call: "EVP_PKEY_sign", code: 0)
    }
    let line = SignedHead.Signature(
      name: origin.description, id: key.publicKey.noteID, signature: der)
    return SignedHead(self, [line])
  }
}

extension VerificationKey {
  /// The id that signatures of type 0x02 carry: 4 bytes of the SHA-256 of the SPKI.
  package var noteID: [UInt8] { Array(keyID.bytes.prefix(4)) }
}
