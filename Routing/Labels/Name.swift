/// The one grammar of every name in labels and policies: `[a-z0-9]([a-z0-9-]*[a-z0-9])?`, at most
/// 32 bytes.
///
/// ASCII without upper case leaves no second spelling: case variants, confusable letters,
/// zero-width marks and normalization forms are not names at all, so two names are equal exactly if
/// their bytes are.
package enum Name {
  /// Longest name in bytes.
  package static let bytesMax = 32

  /// Whether the text is a name.
  package static func isValid(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last, bytes.count <= bytesMax else {
      return false
    }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  /// The order of names in every encoding: shorter first, then bytewise, which is the order of
  /// their CBOR encodings (RFC 8949 §4.2.1).
  package static func precedes(_ left: String, _ right: String) -> Bool {
    let (leftCount, rightCount) = (left.utf8.count, right.utf8.count)
    guard leftCount == rightCount else { return leftCount < rightCount }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
