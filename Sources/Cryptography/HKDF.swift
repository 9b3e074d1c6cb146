import COpenSSL

/// HKDF with HMAC-SHA-256 (RFC 5869): keys for separate purposes out of one secret.
package enum HKDF {
  /// The most that RFC 5869 §2.3 lets one derivation give, in bytes.
  package static let byteCountMax = 255 * Digest.byteCount

  /// `count` bytes derived from `secret`. `info` names the purpose, so that two purposes never
  /// share a key; `salt` may be empty. Refuses an empty secret and a count outside
  /// 1…``byteCountMax``.
  package static func sha256(
    secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int
  ) throws(CryptographyError) -> [UInt8] {
    guard !secret.isEmpty, count > 0, count <= byteCountMax else { throw .wrongLength }
    let context = try obtain("EVP_KDF_CTX_new") { EVP_KDF_CTX_new(algorithm.pointer) }
    defer { EVP_KDF_CTX_free(context) }
    var inputs = secret + salt + info
    defer { inputs.cleanse() }
    let ends = (salt: secret.count + salt.count, info: inputs.count)
    var output = [UInt8](repeating: 0, count: count)
    try check("EVP_KDF_derive") {
      inputs.withUnsafeMutableBytes { bytes in
        let parameters = [
          OSSL_PARAM_construct_utf8_string(text("digest"), mutable(text("SHA2-256")), 0),
          octets("key", bytes, 0..<secret.count),
          octets("salt", bytes, secret.count..<ends.salt),
          octets("info", bytes, ends.salt..<ends.info),
          OSSL_PARAM_construct_end(),
        ]
        return EVP_KDF_derive(context, &output, count, parameters)
      }
    }
    return output
  }

  private static func octets(
    _ name: StaticString, _ bytes: UnsafeMutableRawBufferPointer, _ range: Range<Int>
  ) -> OSSL_PARAM {
    let start = bytes.baseAddress.map { $0 + range.lowerBound }
    return OSSL_PARAM_construct_octet_string(text(name), start, range.count)
  }

  /// A C string that lives forever, as parameter names must while the array of them does.
  private static func text(_ literal: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// OpenSSL only reads a parameter's value, but its constructors lack the `const`.
  private static func mutable(_ text: UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar> {
    UnsafeMutablePointer(mutating: text)
  }
}
