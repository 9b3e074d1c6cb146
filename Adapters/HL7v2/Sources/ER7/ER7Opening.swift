import AdapterKit
import Glibc

/// Where a message begins: what may stand before `MSH`.
enum ER7Opening {
  /// Skips byte-order marks and white space.
  static func skipBlanks(_ bytes: UnsafeRawBufferPointer, from: Int) -> Int {
    var at = from
    while at < bytes.count {
      if bytes[at] <= ASCII.space, bytes[at] != 0 {
        at += 1
      } else if at + 2 < bytes.count, bytes[at] == 0xEF, bytes[at + 1] == 0xBB,
        bytes[at + 2] == 0xBF
      {
        at += 3
      } else {
        break
      }
    }
    return at
  }

  /// The offset of `MSH`, with only batch headers before it; nil when there is none.
  static func header(
    _ bytes: UnsafeRawBufferPointer, from begin: Int
  ) throws(AdapterError) -> Int? {
    var at = begin
    if looksWide(bytes, at: begin) { throw AdapterError(.encoding, offset: begin) }
    while at + 3 < bytes.count {
      if starts(bytes, at, with: "MSH") { return at }
      guard starts(bytes, at, with: "FHS") || starts(bytes, at, with: "BHS") else { return nil }
      let end = bytes[at...].firstIndex { $0 == ASCII.cr || $0 == ASCII.lf } ?? bytes.count
      at = skipBlanks(bytes, from: end)
    }
    return nil
  }

  /// Whether three letters stand here.
  static func starts(
    _ bytes: UnsafeRawBufferPointer, _ at: Int, with name: StaticString
  ) -> Bool {
    guard at + 3 <= bytes.count else { return false }
    return name.withUTF8Buffer { text in
      bytes[at] == text[0] && bytes[at + 1] == text[1] && bytes[at + 2] == text[2]
    }
  }

  /// UTF-16 or UTF-32, with a mark or without: letters with zero bytes between them.
  private static func looksWide(_ bytes: UnsafeRawBufferPointer, at: Int) -> Bool {
    guard at + 1 < bytes.count else { return false }
    let pair = (bytes[at], bytes[at + 1])
    return pair == (0xFF, 0xFE) || pair == (0xFE, 0xFF) || pair.0 == 0 || pair.1 == 0
  }

  /// Whether a byte occurs more than once; the escape character stands in MSH-2 itself.
  static func occurs(_ byte: UInt8, twiceIn bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress, let first = memchr(base, Int32(byte), bytes.count) else {
      return false
    }
    let next = UnsafeRawPointer(first) + 1
    return memchr(next, Int32(byte), bytes.count - (next - base)) != nil
  }
}
