/// The grammar of subject tokens: what a message is about, a place or a device, never a patient.
///
/// `segment *("/" segment)`, a segment being letters, digits, `.`, `_`, `:` and `-`, and neither
/// `.` nor `..`; at most 128 bytes. There is no character that any system takes for a wildcard or
/// for a reserved name.
package enum Subject {
  package static let bytesMax = 128

  /// Whether the text is a subject token.
  package static func isValid(_ text: String) -> Bool {
    let bytes = text.utf8
    guard !bytes.isEmpty, bytes.count <= bytesMax else { return false }
    var length = 0
    var dots = 0
    for byte in bytes {
      if byte == UInt8(ascii: "/") {
        guard isSegment(length, dots) else { return false }
        (length, dots) = (0, 0)
        continue
      }
      guard isAllowed(byte) else { return false }
      length += 1
      if byte == UInt8(ascii: ".") { dots += 1 }
    }
    return isSegment(length, dots)
  }

  /// Whether a subject lies under a prefix: equal, or going on with `/`. The empty prefix covers
  /// all, and `bed-1` does not cover `bed-12`.
  package static func covers(_ prefix: String, _ subject: String) -> Bool {
    guard !prefix.isEmpty else { return true }
    var rest = subject.utf8[...]
    for byte in prefix.utf8 {
      guard rest.popFirst() == byte else { return false }
    }
    return rest.isEmpty || rest.first == UInt8(ascii: "/")
  }

  private static func isSegment(_ length: Int, _ dots: Int) -> Bool {
    length > 0 && !(length == dots && length <= 2)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
