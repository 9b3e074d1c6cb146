import COpenSSL

/// A public key that verifies ES256 signatures (ECDSA P-256 with SHA-256, RFC 9053 §2.1).
package final class VerificationKey: Sendable {
  /// The DER SubjectPublicKeyInfo: 91 bytes, the only encoding this key has.
  package let spki: [UInt8]
  /// The name of the key.
  package let keyID: KeyID

  // An EVP_PKEY is never changed after it was decoded, and OpenSSL locks what it caches inside.
  private nonisolated(unsafe) let key: OpaquePointer

  /// The key of a DER SubjectPublicKeyInfo with a named curve and an uncompressed point. Any other
  /// encoding is refused: one key has one encoding and so one id.
  package init(spki: [UInt8]) throws(CryptographyError) {
    key = try PublicKeyEncoding.decode(spki)
    self.spki = spki
    keyID = KeyID(ofKeyWithDigest: SHA256.hash(spki))
  }

  deinit { EVP_PKEY_free(key) }

  /// Whether `signature`, 64 bytes r ‖ s, was made over `message` with the private half.
  package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    isValid(signature[...], for: SHA256.hash(message))
  }

  /// Whether `signature`, 64 bytes r ‖ s, was made over the message with this SHA-256 digest. For
  /// messages hashed in pieces.
  package func isValid(_ signature: ArraySlice<UInt8>, for digest: Digest) -> Bool {
    guard let der = ECDSASignature.der(ofRaw: signature) else { return false }
    guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return false }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_verify_init(context) == 1 else {
      ERR_clear_error()
      return false
    }
    let verdict = digest.withUnsafeBytes { digest in
      EVP_PKEY_verify(
        context, der, der.count, digest.bindMemory(to: UInt8.self).baseAddress, digest.count)
    }
    guard verdict == 1 else {
      ERR_clear_error()
      return false
    }
    return true
  }
}

extension VerificationKey: Hashable {
  /// Whether both are the same key.
  package static func == (left: VerificationKey, right: VerificationKey) -> Bool {
    left.spki == right.spki
  }

  /// Hashes the key's id.
  package func hash(into hasher: inout Hasher) { hasher.combine(keyID) }
}
