import COpenSSL

/// A cipher set up with one ``AEADKey``, for whoever seals or opens many messages: the key schedule
/// and OpenSSL's contexts are made once. Not Sendable: each thread makes its own.
package final class AEADContext {
  private let sealer: OpaquePointer
  private let opener: OpaquePointer

  /// A context for `key`; a copy of the key schedule lives in it until it is freed, which wipes it.
  package init(_ key: AEADKey) throws(CryptographyError) {
    sealer = try AEADContext.makeCipher(key, encrypting: true)
    do throws(CryptographyError) {
      opener = try AEADContext.makeCipher(key, encrypting: false)
    } catch {
      EVP_CIPHER_CTX_free(sealer)
      throw error
    }
  }

  deinit {
    EVP_CIPHER_CTX_free(sealer)
    EVP_CIPHER_CTX_free(opener)
  }

  private static func makeCipher(
    _ key: AEADKey, encrypting: Bool
  ) throws(CryptographyError) -> OpaquePointer {
    let context = try obtain("EVP_CIPHER_CTX_new") { EVP_CIPHER_CTX_new() }
    do throws(CryptographyError) {
      try check("EVP_CipherInit_ex2") {
        key.withPointer {
          EVP_CipherInit_ex2(context, algorithm.pointer, $0, nil, encrypting ? 1 : 0, nil)
        }
      }
    } catch {
      EVP_CIPHER_CTX_free(context)
      throw error
    }
    return context
  }

  /// `plaintext` encrypted, followed by its 16-byte tag. `nonce` was never used before with this
  /// key.
  package func seal(
    _ plaintext: [UInt8], nonce: AEADNonce, aad: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let count = plaintext.count + AEADKey.tagByteCount
    return try filled(count) { (output) throws(CryptographyError) in
      try plaintext.withBytes { (plaintext) throws(CryptographyError) in
        try aad.withBytes { (aad) throws(CryptographyError) in
          try seal(plaintext, nonce: nonce, aad: aad, into: output)
        }
      }
    }
  }

  /// What was sealed; throws `notAuthentic` when ciphertext, nonce or `aad` is not what was sealed.
  package func open(
    _ sealed: [UInt8], nonce: AEADNonce, aad: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard sealed.count >= AEADKey.tagByteCount else { throw .notAuthentic }
    let count = sealed.count - AEADKey.tagByteCount
    return try filled(count) { (output) throws(CryptographyError) in
      try sealed.withBytes { (sealed) throws(CryptographyError) in
        try aad.withBytes { (aad) throws(CryptographyError) in
          try open(sealed, nonce: nonce, aad: aad, into: output)
        }
      }
    }
  }

  /// Seals into `output`, which is exactly 16 bytes longer than `plaintext`. No allocation.
  package func seal(
    _ plaintext: UnsafeRawBufferPointer, nonce: AEADNonce, aad: UnsafeRawBufferPointer,
    into output: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) {
    guard output.count == plaintext.count + AEADKey.tagByteCount else { throw .wrongLength }
    try start(sealer, nonce: nonce, aad: aad)
    try transform(sealer, plaintext, into: output)
    var count: Int32 = 0
    try check("EVP_CipherFinal_ex") { EVP_CipherFinal_ex(sealer, nil, &count) }
    let tag = output.baseAddress.map { $0 + plaintext.count }
    try check("EVP_CTRL_AEAD_GET_TAG") {
      EVP_CIPHER_CTX_ctrl(sealer, EVP_CTRL_AEAD_GET_TAG, Int32(AEADKey.tagByteCount), tag)
    }
  }

  /// Opens into `output`, which is exactly 16 bytes shorter than `sealed`. No allocation. Wipes
  /// `output` and throws `notAuthentic` when ciphertext, nonce or `aad` is not what was sealed.
  package func open(
    _ sealed: UnsafeRawBufferPointer, nonce: AEADNonce, aad: UnsafeRawBufferPointer,
    into output: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) {
    let count = sealed.count - AEADKey.tagByteCount
    guard count >= 0 else { throw .notAuthentic }
    guard output.count == count else { throw .wrongLength }
    try start(opener, nonce: nonce, aad: aad)
    try transform(opener, UnsafeRawBufferPointer(rebasing: sealed[..<count]), into: output)
    let tag = UnsafeMutableRawPointer(mutating: sealed.baseAddress.map { $0 + count })
    try check("EVP_CTRL_AEAD_SET_TAG") {
      EVP_CIPHER_CTX_ctrl(opener, EVP_CTRL_AEAD_SET_TAG, Int32(AEADKey.tagByteCount), tag)
    }
    var finalCount: Int32 = 0
    guard EVP_CipherFinal_ex(opener, nil, &finalCount) == 1 else {
      ERR_clear_error()
      OPENSSL_cleanse(output.baseAddress, output.count)
      throw .notAuthentic
    }
  }

  private func start(
    _ cipher: OpaquePointer, nonce: AEADNonce, aad: UnsafeRawBufferPointer
  ) throws(CryptographyError) {
    try check("EVP_CipherInit_ex2") {
      nonce.withPointer { EVP_CipherInit_ex2(cipher, nil, nil, $0, -1, nil) }
    }
    guard !aad.isEmpty else { return }
    guard let aadCount = Int32(exactly: aad.count) else { throw .wrongLength }
    var count: Int32 = 0
    try check("EVP_CipherUpdate") {
      EVP_CipherUpdate(
        cipher, nil, &count, aad.bindMemory(to: UInt8.self).baseAddress, aadCount)
    }
  }

  private func transform(
    _ cipher: OpaquePointer, _ input: UnsafeRawBufferPointer,
    into output: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) {
    guard !input.isEmpty else { return }
    guard let inputCount = Int32(exactly: input.count) else { throw .wrongLength }
    var count: Int32 = 0
    try check("EVP_CipherUpdate") {
      EVP_CipherUpdate(
        cipher, output.bindMemory(to: UInt8.self).baseAddress, &count,
        input.bindMemory(to: UInt8.self).baseAddress, inputCount)
    }
  }
}
