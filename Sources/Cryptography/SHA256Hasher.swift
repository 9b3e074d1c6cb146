import COpenSSL

/// An incremental SHA-256 (FIPS 180-4) that is used again for one message after the other.
///
/// Owns one OpenSSL context, so it belongs to one owner at a time; making one costs an allocation,
/// using it costs none. One that hashed a secret keeps nothing of it: finalizing resets the state.
package struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer

  /// A hasher at the beginning of a message.
  package init() {
    context = obtainOrTrap("EVP_MD_CTX_new") { EVP_MD_CTX_new() }
    checkOrTrap("EVP_DigestInit_ex2") {
      EVP_DigestInit_ex2(context, SHA256Hasher.algorithm.pointer, nil)
    }
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds `bytes` to the message.
  @inline(__always)
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    checkOrTrap("EVP_DigestUpdate") {
      EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
  }

  /// Adds `bytes` to the message.
  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// Adds `digest` to the message.
  @inline(__always)
  package mutating func update(_ digest: Digest) { digest.withUnsafeBytes { update($0) } }

  /// Adds one byte to the message.
  @inline(__always)
  package mutating func update(_ byte: UInt8) {
    withUnsafeBytes(of: byte) { update($0) }
  }

  /// The digest of the message; the hasher is then at the beginning of the next one.
  package mutating func finalize() -> Digest {
    let digest = Digest { output in
      checkOrTrap("EVP_DigestFinal_ex") {
        EVP_DigestFinal_ex(context, output.bindMemory(to: UInt8.self).baseAddress, nil)
      }
    }
    checkOrTrap("EVP_DigestInit_ex2") { EVP_DigestInit_ex2(context, nil, nil) }
    return digest
  }
}
