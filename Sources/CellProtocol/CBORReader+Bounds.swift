import CBOR

// The bounded items of the grammar; each error points at the item.
extension CBORReader {
  /// A text string of 1 to `limit` bytes.
  mutating func name(upTo limit: Int = Limit.nameBytesMax) throws(CBORError) -> String {
    let start = offset
    let name = try text()
    guard (1...limit).contains(name.utf8.count) else { throw CBORError(.outOfRange, at: start) }
    return name
  }

  /// A principal by its full name.
  mutating func principal() throws(CBORError) -> String { try name(upTo: Limit.fullNameBytesMax) }

  /// A byte string of exactly `count` bytes, as an array of its own.
  mutating func token(_ count: Int) throws(CBORError) -> [UInt8] {
    let start = offset
    let token = try bytes()
    guard token.count == count else { throw CBORError(.wrongCount, at: start) }
    return token
  }

  /// An array's head with `least` to `most` items.
  mutating func list(_ least: Int, _ most: Int) throws(CBORError) -> Int {
    let start = offset
    let count = try array()
    guard count >= least, count <= most else { throw CBORError(.outOfRange, at: start) }
    return count
  }

  /// A signed message: not empty, and not longer than what can be delivered.
  mutating func message() throws(CBORError) -> Range<Int> {
    let start = offset
    let range = try byteString()
    guard (1...Limit.messageBytesMax).contains(range.count) else {
      throw CBORError(.outOfRange, at: start)
    }
    return range
  }

  /// A number that every language holds exactly.
  mutating func number() throws(CBORError) -> UInt64 { try unsigned(upTo: Limit.numberMax) }

  /// The offset of a message that is there: the position behind it is a number, too.
  mutating func messageOffset() throws(CBORError) -> UInt64 {
    try unsigned(upTo: Limit.offsetMax)
  }

  /// A request number, from 1.
  mutating func request() throws(CBORError) -> UInt64 {
    let start = offset
    let value = try number()
    guard value > 0 else { throw CBORError(.outOfRange, at: start) }
    return value
  }

  /// A subscription number.
  mutating func subscription() throws(CBORError) -> UInt32 {
    UInt32(truncatingIfNeeded: try unsigned(upTo: UInt64(UInt32.max)))
  }

  /// A number of bytes.
  mutating func byteCount() throws(CBORError) -> Int {
    Int(truncatingIfNeeded: try unsigned(upTo: UInt64(UInt32.max)))
  }

  /// A time of 1 ms to an hour.
  mutating func milliseconds() throws(CBORError) -> Int64 {
    let start = offset
    let value = try unsigned(upTo: Limit.millisecondsMax)
    guard value > 0 else { throw CBORError(.outOfRange, at: start) }
    return Int64(truncatingIfNeeded: value)
  }

  /// A code, 1000 to 9999.
  mutating func code() throws(CBORError) -> Int {
    let start = offset
    let value = try unsigned(upTo: 9_999)
    guard value >= 1_000 else { throw CBORError(.outOfRange, at: start) }
    return Int(truncatingIfNeeded: value)
  }
}
