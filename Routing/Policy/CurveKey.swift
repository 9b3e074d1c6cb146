/// A CURVE public key: 32 bytes, a point of Curve25519, held without allocation (ZeroMQ RFC 26).
package struct CurveKey: Hashable, Sendable, Comparable {
  /// The length of every key, in bytes.
  package static let byteCount = 32

  private let words: SIMD4<UInt64>

  /// The key with these 32 bytes; nil for any other count.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == CurveKey.byteCount else { return nil }
    var words = SIMD4<UInt64>()
    var place = bytes.startIndex
    for word in 0..<4 {
      var value: UInt64 = 0
      for _ in 0..<8 {
        value = value << 8 | UInt64(bytes[place])
        bytes.formIndex(after: &place)
      }
      words[word] = value
    }
    self.words = words
  }

  /// The 32 bytes.
  package var bytes: [UInt8] {
    (0..<CurveKey.byteCount).map { place in
      UInt8(truncatingIfNeeded: words[place >> 3] >> UInt64(56 - place % 8 * 8))
    }
  }

  /// Bytewise order.
  package static func < (left: CurveKey, right: CurveKey) -> Bool {
    for place in 0..<4 where left.words[place] != right.words[place] {
      return left.words[place] < right.words[place]
    }
    return false
  }
}
