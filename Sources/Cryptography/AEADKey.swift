import COpenSSL

/// An AES-256-GCM key (SP 800-38D): 96-bit nonces, 128-bit tags.
///
/// `seal` and `open` here set up a cipher for every call; whoever does it often keeps an
/// ``AEADContext``.
package final class AEADKey: Sendable {
  /// The length of every key, in bytes.
  package static let byteCount = 32
  /// What sealing adds to a plaintext, in bytes.
  package static let tagByteCount = 16

  // Written in `init` only, wiped in `deinit`.
  private nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

  /// The key with these 32 bytes. The caller wipes its own copy (`cleanse()`).
  package init(_ bytes: [UInt8]) throws(CryptographyError) {
    guard bytes.count == AEADKey.byteCount else { throw .wrongLength }
    self.bytes = .allocate(byteCount: bytes.count, alignment: 16)
    self.bytes.copyBytes(from: bytes)
  }

  deinit {
    OPENSSL_cleanse(bytes.baseAddress, bytes.count)
    bytes.deallocate()
  }

  /// A new random key.
  package static func generate() throws(CryptographyError) -> AEADKey {
    var bytes = SecureRandom.bytes(byteCount)
    defer { bytes.cleanse() }
    return try AEADKey(bytes)
  }

  /// `plaintext` encrypted, followed by its 16-byte tag. `nonce` is 12 bytes, never used before
  /// with this key.
  package func seal(
    _ plaintext: [UInt8], nonce: [UInt8], aad: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard let nonce = AEADNonce(nonce) else { throw .wrongLength }
    return try AEADContext(self).seal(plaintext, nonce: nonce, aad: aad)
  }

  /// What was sealed; throws `notAuthentic` when ciphertext, nonce or `aad` is not what was sealed.
  package func open(
    _ sealed: [UInt8], nonce: [UInt8], aad: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard let nonce = AEADNonce(nonce) else { throw .wrongLength }
    return try AEADContext(self).open(sealed, nonce: nonce, aad: aad)
  }

  func withPointer<R>(_ body: (UnsafePointer<UInt8>?) -> R) -> R {
    body(UnsafePointer(bytes.bindMemory(to: UInt8.self).baseAddress))
  }
}
