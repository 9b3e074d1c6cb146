/// The name of a public key: the first 16 bytes of the SHA-256 of its DER SubjectPublicKeyInfo.
///
/// Ordered bytewise, as its CBOR encoding is.
package struct KeyID: Hashable, Sendable, Comparable {
  /// The length of every key id, in bytes.
  package static let byteCount = 16

  private let high: UInt64
  private let low: UInt64

  /// The id with these 16 bytes; nil for any other count.
  @inlinable
  package init?(_ bytes: some Collection<UInt8>) {
    // Specialized where it is called: through the collection's witnesses it would take a
    // microsecond.
    guard bytes.count == KeyID.byteCount else { return nil }
    let made = bytes.withContiguousStorageIfAvailable { KeyID(UnsafeRawBufferPointer($0), at: 0) }
    self = made ?? Array(bytes).withUnsafeBytes { KeyID($0, at: 0) }
  }

  /// The id that stands in `bytes` from `offset` on; traps when it does not fit.
  package init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
  }

  /// The id of the key whose SubjectPublicKeyInfo has this digest.
  package init(ofKeyWithDigest digest: Digest) {
    self = digest.withUnsafeBytes { KeyID($0, at: 0) }
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
