/// A pull parser of the strict profile: one pass, no allocation but for the leaves a caller asks
/// for.
///
/// Every method reads the next item or throws and leaves the position where it was. Any byte string
/// gives values or a ``CBORError``, never a trap, and counts are checked against what the input can
/// still hold, so that `reserveCapacity` of a returned count is safe. Nesting is bounded by the
/// caller's own grammar and, in ``skip(tags:)``, by ``depthMax``. Encoding rules: RFC 8949 §4.2.1.
package struct CBORReader: Sendable {
  /// How deep arrays, maps and tags may nest in what is skipped or decoded as a tree.
  package static let depthMax = 16

  /// The array that is read; all offsets and ranges index it.
  package let input: [UInt8]
  /// Index of the next byte to read.
  package internal(set) var offset: Int
  /// Index after the last byte to read.
  package let end: Int

  /// Reads a whole array.
  @inlinable package init(_ bytes: [UInt8]) {
    self.input = bytes
    self.offset = 0
    self.end = bytes.count
  }

  /// Reads a part of an array; offsets stay those of the whole array. A range outside is clamped.
  @inlinable package init(_ bytes: [UInt8], in range: Range<Int>) {
    let inside = range.clamped(to: 0..<bytes.count)
    self.input = bytes
    self.offset = inside.lowerBound
    self.end = inside.upperBound
  }

  /// Whether nothing is left.
  @inlinable package var isAtEnd: Bool { offset >= end }

  /// The type of the next item, without reading it. Simple values that the profile lacks are
  /// refused.
  package func peek() throws(CBORError) -> CBORType {
    guard offset < end else { throw CBORError(.truncated, at: offset) }
    switch input[offset] {
    case 0x00...0x1f: return .unsigned
    case 0x20...0x3f: return .negative
    case 0x40...0x5f: return .byteString
    case 0x60...0x7f: return .text
    case 0x80...0x9f: return .array
    case 0xa0...0xbf: return .map
    case 0xc0...0xdf: return .tag
    case 0xf4, 0xf5: return .boolean
    case 0xf6: return .null
    case 0xf9...0xfb: return .float
    case let initial: throw refusal(of: initial)
    }
  }

  /// Reads an unsigned integer, at most `bound`.
  @inlinable package mutating func unsigned(
    upTo bound: UInt64 = .max
  ) throws(CBORError) -> UInt64 {
    let start = offset
    let value = try argument(of: 0)
    guard value <= bound else { throw fail(.outOfRange, at: start) }
    return value
  }

  /// Reads an integer of either sign; beyond `Int64` it is `.outOfRange`.
  @inlinable package mutating func integer() throws(CBORError) -> Int64 {
    let start = offset
    guard offset < end, input[offset] >> 5 == 1 else {
      let value = try argument(of: 0)
      guard let signed = Int64(exactly: value) else { throw fail(.outOfRange, at: start) }
      return signed
    }
    let value = try argument(of: 1)
    guard let signed = Int64(exactly: value) else { throw fail(.outOfRange, at: start) }
    return ~signed
  }

  /// Reads a byte string and says where its content stands in ``input``.
  @inlinable package mutating func byteString() throws(CBORError) -> Range<Int> {
    try content(of: 2)
  }

  /// Reads a byte string of exactly this many bytes (`.wrongCount` otherwise).
  @inlinable package mutating func byteString(exactly count: Int) throws(CBORError) -> Range<Int> {
    let start = offset
    let range = try content(of: 2)
    guard range.count == count else { throw fail(.wrongCount, at: start) }
    return range
  }

  /// Reads a byte string as an array of its own.
  package mutating func bytes() throws(CBORError) -> [UInt8] {
    Array(input[try content(of: 2)])
  }

  /// Reads a text string, checked UTF-8, and says where it stands.
  package mutating func textRange() throws(CBORError) -> Range<Int> {
    let start = offset
    let range = try content(of: 3)
    guard UTF8Check.isValid(input, in: range) else { throw fail(.invalidUTF8, at: start) }
    return range
  }

  /// Reads a text string.
  package mutating func text() throws(CBORError) -> String {
    String(decoding: input[try textRange()], as: UTF8.self)
  }

  /// Reads an array's head: how many items follow; never more than bytes are left.
  @inlinable package mutating func array() throws(CBORError) -> Int {
    let start = offset
    let count = try argument(of: 4)
    guard count <= UInt64(end - offset) else { throw fail(.truncated, at: start) }
    return Int(count)
  }

  /// Reads the head of an array of exactly this many items (`.wrongCount` otherwise).
  @inlinable package mutating func array(exactly expected: Int) throws(CBORError) {
    let start = offset
    let count = try array()
    guard count == expected else { throw fail(.wrongCount, at: start) }
  }

  /// Reads a map's head: how many pairs follow; never more than half the bytes that are left.
  ///
  /// The caller keeps the order of the keys itself; ``mapReader()`` does it for integer and text
  /// keys.
  @inlinable package mutating func map() throws(CBORError) -> Int {
    let start = offset
    let count = try argument(of: 5)
    guard count <= UInt64(end - offset) / 2 else { throw fail(.truncated, at: start) }
    return Int(count)
  }

  /// Reads a tag number; the tagged item follows.
  @inlinable package mutating func tag() throws(CBORError) -> UInt64 {
    try argument(of: 6)
  }

  /// Reads false or true.
  package mutating func boolean() throws(CBORError) -> Bool {
    guard try peek() == .boolean else { throw mismatch() }
    defer { offset += 1 }
    return input[offset] == 0xf5
  }

  /// Reads null.
  package mutating func null() throws(CBORError) {
    guard try peek() == .null else { throw mismatch() }
    offset += 1
  }

  /// Reads null if the next item is null and says whether it was.
  package mutating func skipNull() -> Bool {
    guard offset < end, input[offset] == 0xf6 else { return false }
    offset += 1
    return true
  }

  /// Refuses what follows the last item.
  @inlinable package func finish() throws(CBORError) {
    guard offset >= end else { throw CBORError(.trailing, at: offset) }
  }
}
