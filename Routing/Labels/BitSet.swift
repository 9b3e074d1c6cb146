/// A set of small numbers, of the size of a scheme's vocabulary.
///
/// Total: what lies beyond a set's capacity is not in it.
struct BitSet: Hashable, Sendable {
  var words: [UInt64]

  init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

  /// Adds a bit below the capacity.
  mutating func insert(_ bit: Int) { words[bit >> 6] |= 1 << UInt64(bit & 63) }

  func contains(_ bit: Int) -> Bool { word(bit >> 6) & (1 << UInt64(bit & 63)) != 0 }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  func isSubset(of other: BitSet) -> Bool {
    for place in words.indices where words[place] & ~other.word(place) != 0 { return false }
    return true
  }

  func intersects(_ other: BitSet) -> Bool {
    for place in words.indices where words[place] & other.word(place) != 0 { return true }
    return false
  }

  private func word(_ place: Int) -> UInt64 { place < words.count ? words[place] : 0 }
}
