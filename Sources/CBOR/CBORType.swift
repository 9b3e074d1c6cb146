/// What the next item is, seen from its first byte.
package enum CBORType: Hashable, Sendable {
  /// Major type 0.
  case unsigned
  /// Major type 1.
  case negative
  /// Major type 2.
  case byteString
  /// Major type 3.
  case text
  /// Major type 4.
  case array
  /// Major type 5.
  case map
  /// Major type 6.
  case tag
  /// Major type 7, values 20 and 21.
  case boolean
  /// Major type 7, value 22.
  case null
  /// Major type 7, additional information 25–27.
  case float
}
