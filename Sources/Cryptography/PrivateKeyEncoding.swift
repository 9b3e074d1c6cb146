import COpenSSL

/// The PEM of an unencrypted PKCS#8 private key (RFC 7468 §10, RFC 5958).
enum PrivateKeyEncoding {
  /// What a P-256 key takes is about 240 bytes; more than this is not one.
  private static let byteCountMax = 2048

  /// The key of `pem`; the caller frees it.
  static func decode(_ pem: [UInt8]) throws(CryptographyError) -> OpaquePointer {
    guard !pem.isEmpty, pem.count <= byteCountMax else { throw .malformedKey }
    // The input outlives the BIO, which reads from it without a copy.
    let key = pem.withUnsafeBytes { bytes -> OpaquePointer? in
      guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
      defer { BIO_free(source) }
      return read(source)
    }
    guard let key else {
      ERR_clear_error()
      throw .malformedKey
    }
    guard isConsistentP256(key) else {
      ERR_clear_error()
      EVP_PKEY_free(key)
      throw .malformedKey
    }
    return key
  }

  /// Without a callback OpenSSL would ask the terminal for a passphrase.
  static let noPassphrase:
    @convention(c) (
      UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?
    ) -> Int32 = { _, _, _, _ in -1 }

  private static func read(_ source: OpaquePointer) -> OpaquePointer? {
    guard let info = PEM_read_bio_PKCS8_PRIV_KEY_INFO(source, nil, noPassphrase, nil) else {
      return nil
    }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    return EVP_PKCS82PKEY(info)
  }

  /// Whether it is a P-256 key whose halves belong together.
  static func isConsistentP256(_ key: OpaquePointer) -> Bool {
    guard (try? PublicKeyEncoding.encode(key)) != nil else { return false }
    guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return false }
    defer { EVP_PKEY_CTX_free(context) }
    return EVP_PKEY_check(context) == 1
  }

  /// The PEM of `key`.
  static func encode(_ key: OpaquePointer) throws(CryptographyError) -> [UInt8] {
    // Memory BIOs wipe what they held when they are freed.
    let sink = try obtain("BIO_new") { BIO_new(BIO_s_mem()) }
    defer { BIO_free(sink) }
    try check("PEM_write_bio_PKCS8PrivateKey") {
      PEM_write_bio_PKCS8PrivateKey(sink, key, nil, nil, 0, nil, nil)
    }
    var pem = [UInt8](repeating: 0, count: byteCountMax)
    let count = BIO_read(sink, &pem, Int32(pem.count))
    guard count > 0, count < byteCountMax else {
      throw .library(call: "BIO_read", code: 0)
    }
    let written = Array(pem[..<Int(count)])
    pem.cleanse()
    return written
  }
}
