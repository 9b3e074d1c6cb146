import COpenSSL

/// The DER SubjectPublicKeyInfo of a P-256 key (RFC 5480 §2), in the one form that is accepted:
/// named curve, uncompressed point. Every such key is these 27 bytes and the 64 of the point.
enum PublicKeyEncoding {
  static let byteCount = 91

  private static let prefix: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
  ]

  /// The key of `spki`; the caller frees it. Refuses a point that is not on the curve.
  static func decode(_ spki: [UInt8]) throws(CryptographyError) -> OpaquePointer {
    guard spki.count == byteCount, spki.starts(with: prefix) else { throw .malformedKey }
    let key = spki.withUnsafeBufferPointer { bytes in
      var cursor = bytes.baseAddress
      return d2i_PUBKEY(nil, &cursor, bytes.count)
    }
    guard let key else {
      ERR_clear_error()
      throw .malformedKey
    }
    do throws(CryptographyError) {
      // A coordinate beyond the field's prime would be a second spelling of the same point.
      guard try encode(key) == spki else { throw CryptographyError.malformedKey }
    } catch {
      EVP_PKEY_free(key)
      throw error
    }
    return key
  }

  /// The encoding of a key's public half.
  static func encode(_ key: OpaquePointer) throws(CryptographyError) -> [UInt8] {
    let count = Int(i2d_PUBKEY(key, nil))
    guard count == byteCount else {
      ERR_clear_error()
      throw .malformedKey
    }
    var spki = [UInt8](repeating: 0, count: count)
    let written = spki.withUnsafeMutableBufferPointer { bytes in
      var cursor = bytes.baseAddress
      return i2d_PUBKEY(key, &cursor)
    }
    guard written == count, spki.starts(with: prefix) else { throw .malformedKey }
    return spki
  }
}
