/// A CURVE (Curve25519) public key: 32 bytes, in text 40 characters of Z85.
package struct CurvePublicKey: Hashable, Sendable, CustomStringConvertible {
  package static let byteCount = 32

  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless there are exactly 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.words = words
  }

  /// Reads 40 characters of Z85.
  /// - Throws: `keyMalformed`.
  package init(text: String) throws(ZeroMQError) {
    guard let bytes = Z85.decode(text), let key = Self(bytes) else {
      throw ZeroMQError(
        .keyMalformed, call: "CurvePublicKey", advice: "a CURVE key is 40 characters of Z85")
    }
    self = key
  }

  package var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  /// 40 characters of Z85.
  package var text: String { Z85.encode(bytes) }

  package var description: String { text }

  func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: words, body)
  }

  package static func == (one: Self, other: Self) -> Bool { one.words == other.words }

  package func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
