/// A SHA-256 digest: 32 bytes, held without allocation.
package struct Digest: Hashable, Sendable {
  /// The length of every digest, in bytes.
  package static let byteCount = 32

  // The bytes in memory order; the integers have no numeric meaning.
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// A digest filled by `body`, which gets its 32 bytes zeroed.
  @inline(__always)
  init(filling body: (UnsafeMutableRawBufferPointer) -> Void) {
    words = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words, body)
  }

  /// The digest with these 32 bytes; nil for any other count.
  @inlinable
  package init?(_ bytes: some Collection<UInt8>) {
    // Specialized where it is called: through the collection's witnesses it would take a
    // microsecond.
    guard bytes.count == Digest.byteCount else { return nil }
    let made = bytes.withContiguousStorageIfAvailable { Digest(UnsafeRawBufferPointer($0), at: 0) }
    self = made ?? Array(bytes).withUnsafeBytes { Digest($0, at: 0) }
  }

  /// The digest that stands in `bytes` from `offset` on; traps when it does not fit.
  package init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    self.init {
      $0.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Digest.byteCount]))
    }
  }

  /// The 32 bytes.
  package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Calls `body` with the 32 bytes, which live only as long as the call.
  @inline(__always)
  package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    Swift.withUnsafeBytes(of: words, body)
  }

  /// Whether both have the same bytes. Takes the same time wherever they differ.
  @inline(__always)
  package static func == (left: Digest, right: Digest) -> Bool {
    let (a, b) = (left.words, right.words)
    return (a.0 ^ b.0) | (a.1 ^ b.1) | (a.2 ^ b.2) | (a.3 ^ b.3) == 0
  }

  /// Feeds the first bytes only: a digest is uniformly distributed already.
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension Digest: CustomStringConvertible {
  /// Lower-case hexadecimal, 64 digits.
  package var description: String { Hexadecimal.encode(bytes) }
}
