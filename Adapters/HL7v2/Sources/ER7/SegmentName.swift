/// Three characters, packed, so that comparing names is comparing integers.
package struct SegmentName: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The characters as the low 24 bits, first highest; 0 when the line has no valid name.
  package let packed: UInt32

  /// A name of a line that is not a segment.
  package static let none = SegmentName(packed: 0)

  private init(packed: UInt32) { self.packed = packed }

  /// A name known while compiling.
  package init(stringLiteral name: StaticString) {
    var packed: UInt32 = 0
    name.withUTF8Buffer { text in for byte in text { packed = packed << 8 | UInt32(byte) } }
    self.packed = packed
  }

  /// A name of three characters; any other text has none.
  init(known name: String) {
    packed = name.utf8.count == 3 ? name.utf8.reduce(0) { $0 << 8 | UInt32($1) } : 0
  }

  /// The name of the line that begins at `offset`: an upper-case letter and two upper-case letters
  /// or digits, followed by the field separator or the end of the line.
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int, separator: UInt8) {
    guard offset + 3 <= bytes.count, ASCII.isUpper(bytes[offset]),
      Self.continues(bytes[offset + 1]), Self.continues(bytes[offset + 2]),
      offset + 3 == bytes.count || Self.closes(bytes[offset + 3], separator)
    else {
      packed = 0
      return
    }
    packed =
      UInt32(bytes[offset]) << 16 | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2])
  }

  /// The name as text; "???" for a line without one.
  package var text: String {
    guard packed != 0 else { return "???" }
    let bytes = [UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)]
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the name is reserved for local segments.
  package var isLocal: Bool { packed >> 16 == 0x5A }

  private static func closes(_ byte: UInt8, _ separator: UInt8) -> Bool {
    byte == separator || byte == ASCII.cr || byte == ASCII.lf
  }

  private static func continues(_ byte: UInt8) -> Bool {
    ASCII.isUpper(byte) || ASCII.isDigit(byte)
  }
}
