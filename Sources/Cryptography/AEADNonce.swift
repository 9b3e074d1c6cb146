/// A 96-bit AES-GCM nonce (SP 800-38D §8.2.1): a fixed field and a counter.
///
/// Two messages under one key must never share a nonce: that would reveal both and the
/// authentication key. Who seals owns the counter, and changes the key or the fixed field when it
/// can't know where it stopped.
package struct AEADNonce: Sendable {
  /// The length of every nonce, in bytes.
  package static let byteCount = 12

  private let storage: (UInt32, UInt32, UInt32)

  /// The nonce with these fields, each big-endian.
  package init(fixed: UInt32, counter: UInt64) {
    storage = (
      fixed.bigEndian, UInt32(truncatingIfNeeded: counter >> 32).bigEndian,
      UInt32(truncatingIfNeeded: counter).bigEndian
    )
  }

  /// The nonce with these 12 bytes; nil for any other count.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == AEADNonce.byteCount else { return nil }
    var words: (UInt32, UInt32, UInt32) = (0, 0, 0)
    Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    storage = words
  }

  /// Calls `body` with the address of the 12 bytes.
  @inline(__always)
  func withPointer<R>(_ body: (UnsafePointer<UInt8>?) -> R) -> R {
    withUnsafeBytes(of: storage) { body($0.bindMemory(to: UInt8.self).baseAddress) }
  }
}
