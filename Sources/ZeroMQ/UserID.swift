/// The token by which the ZAP handler named the key of a connection; each frame of it carries the
/// token.
///
/// It is a number of this process: a ``ZAPDomain`` counts it up for every key it sees for the first
/// time and never gives one to two keys, so it may be compared instead of the 32 bytes of the key.
/// What it stands for: ``ZAPDomain/key(of:)``.
package struct UserID: Hashable, Sendable {
  static let textCount = 16

  package let rawValue: UInt64

  init(_ rawValue: UInt64) { self.rawValue = rawValue }

  /// Reads 16 lower-case hexadecimal digits, ended by NUL; nil for everything else.
  init?(text: UnsafePointer<CChar>) {
    var value: UInt64 = 0
    for index in 0..<Self.textCount {
      let byte = UInt8(bitPattern: text[index])
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt64(byte &- 0x30)
      case 0x61...0x66: value = value << 4 | UInt64(byte &- 0x57)
      default: return nil
      }
    }
    guard text[Self.textCount] == 0 else { return nil }
    rawValue = value
  }

  /// 16 lower-case hexadecimal digits.
  var text: [UInt8] {
    (0..<Self.textCount).map { index in
      let nibble = UInt8(truncatingIfNeeded: rawValue >> (60 - 4 * UInt64(index))) & 15
      return nibble < 10 ? 0x30 + nibble : 0x57 + nibble
    }
  }
}
