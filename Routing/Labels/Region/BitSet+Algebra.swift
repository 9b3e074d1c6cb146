extension BitSet {
  /// The set of the given numbers.
  init(_ bits: some Sequence<Int>, capacity: Int) {
    self.init(capacity: capacity)
    for bit in bits { insert(bit) }
  }

  /// The bits, ascending.
  var bits: [Int] {
    var found: [Int] = []
    for (place, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        found.append(place << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return found
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  mutating func remove(_ bit: Int) { words[bit >> 6] &= ~(1 << UInt64(bit & 63)) }

  // The operations below take sets of one capacity.

  mutating func formUnion(_ other: BitSet) {
    for place in words.indices { words[place] |= other.words[place] }
  }

  mutating func formIntersection(_ other: BitSet) {
    for place in words.indices { words[place] &= other.words[place] }
  }

  mutating func subtract(_ other: BitSet) {
    for place in words.indices { words[place] &= ~other.words[place] }
  }

  func union(_ other: BitSet) -> BitSet {
    var result = self
    result.formUnion(other)
    return result
  }

  func intersection(_ other: BitSet) -> BitSet {
    var result = self
    result.formIntersection(other)
    return result
  }

  func subtracting(_ other: BitSet) -> BitSet {
    var result = self
    result.subtract(other)
    return result
  }
}
