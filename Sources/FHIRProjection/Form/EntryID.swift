/// The URL of an entry: a UUID of version 8 (RFC 9562 §5.8), from the message's bytes and the
/// entry's number. The same message gives the same bundle, and entries of two messages differ.
enum EntryID {
  /// FNV-1a over the encoding of a message.
  static func seed(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
  }

  static func urn(seed: UInt64, number: Int) -> String {
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: seed >> (56 - 8 * $0)) }
    // Version and variant take six bits of the middle; those bits of the seed move behind it.
    let moved = UInt16(bytes[6] >> 4) << 4
    bytes[6] = 0x80 | bytes[6] & 0x0f
    bytes += [0x80, UInt8(truncatingIfNeeded: moved), 0, 0]
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    let text = Array(Hexadecimal.text(bytes))
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(text[$0]) }
    return "urn:uuid:" + parts.joined(separator: "-")
  }
}
