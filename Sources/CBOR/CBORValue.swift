/// An item as a tree: for documents, tools and tests; the data path uses ``CBORReader``.
///
/// Two values are equal when their encodings are: texts by bytes (never by Unicode equivalence),
/// floats by bits.
package indirect enum CBORValue: Sendable {
  /// Major type 0.
  case unsigned(UInt64)
  /// Major type 1: the value is -1 - argument.
  case negative(argument: UInt64)
  /// Major type 2.
  case byteString([UInt8])
  /// Major type 3.
  case text(String)
  /// Major type 4.
  case array([CBORValue])
  /// Major type 5; any order here, sorted when encoded.
  case map([Pair])
  /// Major type 6.
  case tagged(UInt64, CBORValue)
  /// False or true.
  case boolean(Bool)
  /// Null.
  case null
  /// A float.
  case double(Double)

  /// A key and its value.
  package struct Pair: Hashable, Sendable {
    /// The key.
    package let key: CBORValue
    /// The value.
    package let value: CBORValue

    /// Makes a pair.
    package init(_ key: CBORValue, _ value: CBORValue) {
      self.key = key
      self.value = value
    }
  }

  /// An integer of either sign.
  package static func integer(_ value: Int64) -> CBORValue {
    value < 0 ? .negative(argument: UInt64(~value)) : .unsigned(UInt64(value))
  }

  /// The value of a text key in a map; nil if this is no map or has no such key.
  package subscript(_ key: String) -> CBORValue? { value(of: .text(key)) }

  /// The value of an integer key in a map; nil if this is no map or has no such key.
  package subscript(_ key: Int64) -> CBORValue? { value(of: .integer(key)) }

  private func value(of key: CBORValue) -> CBORValue? {
    guard case .map(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }
}

extension CBORValue: Hashable {
  /// Whether both have the same encoding.
  package static func == (left: CBORValue, right: CBORValue) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }

  /// Hashes the encoding.
  package func hash(into hasher: inout Hasher) { hasher.combine(canonicalBytes) }
}
