/// Whether bytes are UTF-8 as RFC 3629 §4 has it: no overlong forms, no surrogates, nothing above
/// U+10FFFF.
enum UTF8Check {
  /// Checks a part of an array, eight bytes a step while they are ASCII.
  static func isValid(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    bytes.withUnsafeBytes { isValid(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  private static func isValid(_ text: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < text.count {
      if text.count - index >= 8,
        text.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
      } else if text[index] < 0x80 {
        index += 1
      } else {
        let length = sequenceLength(text, at: index)
        guard length > 0 else { return false }
        index += length
      }
    }
    return true
  }

  /// Length of the multi-byte sequence that begins here, 0 if it is none.
  private static func sequenceLength(_ text: UnsafeRawBufferPointer, at index: Int) -> Int {
    let (length, second) = shape(of: text[index])
    guard length > 0, text.count - index >= length, second.contains(text[index + 1]) else {
      return 0
    }
    for tail in index + 2..<max(index + length, index + 2) where text[tail] & 0xc0 != 0x80 {
      return 0
    }
    return length
  }

  /// Length and permitted second bytes, from the table of RFC 3629 §4.
  private static func shape(of lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
    switch lead {
    case 0xc2...0xdf: return (2, 0x80...0xbf)
    case 0xe0: return (3, 0xa0...0xbf)
    case 0xed: return (3, 0x80...0x9f)
    case 0xe1...0xef: return (3, 0x80...0xbf)
    case 0xf0: return (4, 0x90...0xbf)
    case 0xf1...0xf3: return (4, 0x80...0xbf)
    case 0xf4: return (4, 0x80...0x8f)
    default: return (0, 0x80...0xbf)
    }
  }
}
