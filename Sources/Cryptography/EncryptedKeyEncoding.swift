import COpenSSL

/// The PEM of a PKCS#8 private key that is encrypted with a passphrase (RFC 7468 §11, RFC 5958 §3).
enum EncryptedKeyEncoding {
  private static let beginning = Array("-----BEGIN ENCRYPTED PRIVATE KEY-----\n".utf8)
  /// What a P-256 key takes is about 400 bytes; more than this is not one.
  private static let byteCountMax = 2048

  /// Whether a file says that it is one.
  static func isOne(_ pem: [UInt8]) -> Bool { pem.starts(with: beginning) }

  /// The key of `pem`; the caller frees it.
  ///
  /// A wrong passphrase is one answer, whatever the decryption gave.
  /// - Parameter acceptingWeak: for who protects the file anew.
  static func decode(
    _ pem: [UInt8], _ passphrase: Passphrase, acceptingWeak: Bool
  ) throws(KeyFault.Reason) -> OpaquePointer {
    defer { ERR_clear_error() }
    guard pem.count <= byteCountMax, isAlone(pem), let file = read(pem) else {
      throw .encoding(.malformedKey)
    }
    defer { X509_SIG_free(file) }
    guard let protection = KeyProtection(of: file) else { throw .protectionUnfit }
    guard acceptingWeak || !protection.isWeak else { throw .protectionWeak }
    let info = passphrase.withCString { PKCS8_decrypt(file, $0, Int32(passphrase.count)) }
    guard let info else { throw .passphraseWrong }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    guard let key = EVP_PKCS82PKEY(info) else { throw .encoding(.malformedKey) }
    guard PrivateKeyEncoding.isConsistentP256(key) else {
      EVP_PKEY_free(key)
      throw .encoding(.malformedKey)
    }
    return key
  }

  /// The PEM of `key`, encrypted with scrypt and AES-256-CBC.
  static func encode(
    _ key: OpaquePointer, _ passphrase: Passphrase
  ) throws(CryptographyError) -> [UInt8] {
    let info = try obtain("EVP_PKEY2PKCS8") { EVP_PKEY2PKCS8(key) }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    var salt = SecureRandom.bytes(16)
    let numbers = KeyProtection.new
    let algorithm = try obtain("PKCS5_pbe2_set_scrypt") {
      PKCS5_pbe2_set_scrypt(
        EVP_aes_256_cbc(), &salt, Int32(salt.count), nil, numbers.cost, numbers.blockSize,
        numbers.parallelization)
    }
    let file: OpaquePointer
    do throws(CryptographyError) {
      file = try obtain("PKCS8_set0_pbe") {
        passphrase.withCString { PKCS8_set0_pbe($0, Int32(passphrase.count), info, algorithm) }
      }
    } catch {
      X509_ALGOR_free(algorithm)
      throw error
    }
    defer { X509_SIG_free(file) }
    let sink = try obtain("BIO_new") { BIO_new(BIO_s_mem()) }
    defer { BIO_free(sink) }
    try check("PEM_write_bio_PKCS8") { PEM_write_bio_PKCS8(sink, file) }
    var pem = [UInt8](repeating: 0, count: byteCountMax)
    let count = BIO_read(sink, &pem, Int32(pem.count))
    guard count > 0, count < byteCountMax else { throw .library(call: "BIO_read", code: 0) }
    return Array(pem[..<Int(count)])
  }

  /// Whether nothing stands beside the one block: OpenSSL would read over it.
  private static func isAlone(_ pem: [UInt8]) -> Bool {
    let lines = pem.split(separator: UInt8(ascii: "\n"))
    return isOne(pem)
      && lines.last?.starts(with: "-----END ENCRYPTED PRIVATE KEY-----".utf8) == true
      && lines.count { $0.starts(with: "-----".utf8) } == 2
      && !lines.contains { $0.contains(UInt8(ascii: ":")) }
  }

  private static func read(_ pem: [UInt8]) -> OpaquePointer? {
    // The input outlives the BIO, which reads from it without a copy.
    pem.withUnsafeBytes { bytes in
      guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
      defer { BIO_free(source) }
      return PEM_read_bio_PKCS8(source, nil, PrivateKeyEncoding.noPassphrase, nil)
    }
  }
}
