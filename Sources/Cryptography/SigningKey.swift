import COpenSSL

/// A private key that makes ES256 signatures (ECDSA P-256 with SHA-256, RFC 9053 §2.1).
///
/// The private number stays inside OpenSSL, which wipes it when the key is freed, or on its token.
package final class SigningKey: Sendable {
  /// The public half.
  package let publicKey: VerificationKey

  /// Whether the private number is on a PKCS#11 token, which it never leaves.
  package let isOnToken: Bool

  // An EVP_PKEY is never changed after it was made, and OpenSSL locks what it caches inside.
  private nonisolated(unsafe) let key: OpaquePointer

  /// Takes ownership of `key`, also when it throws.
  init(owning key: OpaquePointer, isOnToken: Bool) throws(CryptographyError) {
    do throws(CryptographyError) {
      publicKey = try VerificationKey(spki: PublicKeyEncoding.encode(key))
    } catch {
      EVP_PKEY_free(key)
      throw error
    }
    self.key = key
    self.isOnToken = isOnToken
  }

  deinit { EVP_PKEY_free(key) }

  /// A new random key.
  package static func generate() throws(CryptographyError) -> SigningKey {
    let context = try obtain("EVP_PKEY_CTX_new_from_name") {
      EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
    }
    defer { EVP_PKEY_CTX_free(context) }
    try check("EVP_PKEY_keygen_init") { EVP_PKEY_keygen_init(context) }
    try check("EVP_PKEY_CTX_set_group_name") { EVP_PKEY_CTX_set_group_name(context, "P-256") }
    var key: OpaquePointer?
    try check("EVP_PKEY_generate") { EVP_PKEY_generate(context, &key) }
    return try SigningKey(
      owning: obtain("EVP_PKEY_generate") { key }, isOnToken: false)
  }

  /// The key of a PEM text with one unencrypted PKCS#8 `PRIVATE KEY` (RFC 5958). Older forms, other
  /// curves, passphrases, and a key whose halves do not match are refused.
  package convenience init(pem: [UInt8]) throws(CryptographyError) {
    try self.init(owning: PrivateKeyEncoding.decode(pem), isOnToken: false)
  }

  /// The key as PEM, unencrypted PKCS#8. A secret: write it with ``SecretFile`` and then
  /// `cleanse()` it.
  package var pem: [UInt8] {
    get throws(CryptographyError) {
      try exported { (key) throws(CryptographyError) in try PrivateKeyEncoding.encode(key) }
    }
  }

  /// What `body` makes of the private number. OpenSSL would write a zero in the place of one that
  /// is on a token.
  func exported(
    _ body: (OpaquePointer) throws(CryptographyError) -> [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard !isOnToken else { throw .tokenRefused }
    return try body(key)
  }

  /// The signature over `message`: 64 bytes r ‖ s. Another one at every call.
  package func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try sign(SHA256.hash(message))
  }

  /// The signature over the message with this SHA-256 digest. For messages hashed in pieces.
  package func sign(_ digest: Digest) throws(CryptographyError) -> [UInt8] {
    let context = try obtain("EVP_PKEY_CTX_new_from_pkey") {
      EVP_PKEY_CTX_new_from_pkey(nil, key, nil)
    }
    defer { EVP_PKEY_CTX_free(context) }
    try check("EVP_PKEY_sign_init") { EVP_PKEY_sign_init(context) }
    var der = [UInt8](repeating: 0, count: 72)
    var count = der.count
    try check("EVP_PKEY_sign") {
      digest.withUnsafeBytes { digest in
        EVP_PKEY_sign(
          context, &der, &count, digest.bindMemory(to: UInt8.self).baseAddress, digest.count)
      }
    }
    guard let raw = ECDSASignature.raw(ofDER: der[..<count]) else {
      throw .library(call: "EVP_PKEY_sign", code: 0)
    }
    guard isOnToken else { return raw }
    // The engine leaves an error behind where it succeeded; and what signs outside of OpenSSL is
    // believed no more than a peer.
    ERR_clear_error()
    guard publicKey.isValid(raw[...], for: digest) else { throw .tokenRefused }
    return raw
  }
}
