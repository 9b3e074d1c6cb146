import COpenSSL

extension [UInt8] {
  /// Overwrites every byte with zero in a way the compiler can't leave out, then empties the array.
  ///
  /// Only this array's storage is wiped: copies that were made before are others' to wipe.
  package mutating func cleanse() {
    withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    self = []
  }
}

/// Whether two secrets are equal, in a time that depends on their lengths only.
package func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return left.isEmpty || CRYPTO_memcmp(left, right, left.count) == 0
}
