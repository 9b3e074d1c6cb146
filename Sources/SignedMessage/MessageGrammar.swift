/// The grammars of the texts in a context, over bytes so that nothing is allocated to check them.
enum MessageGrammar {
  /// `[a-z0-9]([a-z0-9-]*[a-z0-9])?`, at most 32 bytes: the grammar of all names in labels and
  /// policies.
  static func isName(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last, isNameEdge(first), isNameEdge(last) else {
      return false
    }
    return bytes.count <= MessageLimit.nameBytesMax
      && bytes.allSatisfy { isNameEdge($0) || $0 == UInt8(ascii: "-") }
  }

  /// `segment *("/" segment)`, a segment being letters, digits, `.`, `_`, `:` and `-` but neither
  /// `.` nor `..`; at most 128 bytes. Nothing in it is a wildcard, a control character or a
  /// reserved name to anyone.
  static func isSubject(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count <= MessageLimit.subjectBytesMax else { return false }
    var segment = (count: 0, dots: 0)
    for byte in bytes {
      if byte == UInt8(ascii: "/") {
        guard isSegment(segment) else { return false }
        segment = (0, 0)
        continue
      }
      guard isSubjectByte(byte) else { return false }
      segment.count += 1
      if byte == UInt8(ascii: ".") { segment.dots += 1 }
    }
    return isSegment(segment)
  }

  private static func isSegment(_ segment: (count: Int, dots: Int)) -> Bool {
    segment.count > 0 && !(segment.count == segment.dots && segment.count <= 2)
  }

  private static func isNameEdge(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  private static func isSubjectByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: ":"), UInt8(ascii: "-"):
      true
    default: isNameEdge(byte)
    }
  }
}
