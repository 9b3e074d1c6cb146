/// The name of a public key: the first 16 bytes of the SHA-256 of its DER SubjectPublicKeyInfo.
///
/// Ordered bytewise, as its CBOR encoding is.
package struct KeyID: Hashable, Sendable, Comparable {
  /// The length of every key id, in bytes.
  package static let byteCount = 16

  private let high: UInt64
  private let low: UInt64

  /// The id with these 16 bytes; nil for any other count.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == KeyID.byteCount else { return nil }
    var words: (high: UInt64, low: UInt64) = (0, 0)
    for (index, byte) in bytes.enumerated() {
      if index < 8 {
        words.high = words.high << 8 | UInt64(byte)
      } else {
        words.low = words.low << 8 | UInt64(byte)
      }
    }
    (high, low) = words
  }

  /// The id of the key whose SubjectPublicKeyInfo has this digest.
  package init(ofKeyWithDigest digest: Digest) {
    (high, low) = digest.withUnsafeBytes {
      (
        UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// The 16 bytes.
  package var bytes: [UInt8] {
    (0..<KeyID.byteCount).map { index in
      let word = index < 8 ? high : low
      return UInt8(truncatingIfNeeded: word >> UInt64(56 - index % 8 * 8))
    }
  }

  /// Bytewise order.
  package static func < (left: KeyID, right: KeyID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension KeyID: CustomStringConvertible {
  /// Lower-case hexadecimal, 32 digits.
  package var description: String { Hexadecimal.encode(bytes) }

  /// The id written as 32 hexadecimal digits, of either case.
  package init?(hexadecimal text: some StringProtocol) {
    guard let bytes = Hexadecimal.decode(text) else { return nil }
    self.init(bytes)
  }
}
