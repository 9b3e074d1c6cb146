/// The grammar of subject tokens: what a message is about, a place or a device, never a patient.
///
/// `segment *("/" segment)`, a segment being letters, digits, `.`, `_`, `:` and `-`, and neither
/// `.` nor `..`; at most 128 bytes. There is no character that any system takes for a wildcard or
/// for a reserved name.
package enum Subject {
  package static let bytesMax = 128

  /// Whether the text is a subject token.
  package static func isValid(_ text: String) -> Bool {
    withBytes(text, isValid)
  }

  /// Whether a subject lies under a prefix: equal, or going on with `/`. The empty prefix covers
  /// all, and `bed-1` does not cover `bed-12`.
  package static func covers(_ prefix: String, _ subject: String) -> Bool {
    guard !prefix.isEmpty else { return true }
    return withBytes(subject) { subject in
      withBytes(prefix) { prefix in
        guard subject.count >= prefix.count else { return false }
        for place in prefix.indices where prefix[place] != subject[place] { return false }
        return subject.count == prefix.count || subject[prefix.count] == UInt8(ascii: "/")
      }
    }
  }

  private static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= bytesMax else { return false }
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

  /// A text's bytes where they lie; Swift's own strings are contiguous, any other is copied.
  private static func withBytes(
    _ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    text.utf8.withContiguousStorageIfAvailable(body)
      ?? Array(text.utf8).withUnsafeBufferPointer(body)
  }

  private static func isSegment(_ length: Int, _ dots: Int) -> Bool {
    // None, `.` and `..` are none.
    !(length == dots && length <= 2)
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
