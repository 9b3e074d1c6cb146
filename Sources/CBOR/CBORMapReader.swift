/// Reads a map's keys in turn and refuses one that repeats or stands out of order.
///
/// After each key the caller reads the value from the same reader:
///
/// ```swift
/// var map = try reader.mapReader()
/// while let key = try map.integerKey(&reader) {
///   switch key { case 1: … ; default: throw CBORError(.structure, at: map.keyOffset) }
/// }
/// ```
package struct CBORMapReader: Sendable {
  /// Pairs not yet begun.
  package private(set) var remaining: Int
  private var previous: Range<Int>?

  init(pairs: Int) { remaining = pairs }

  /// Offset of the key read last, for errors; 0 before the first.
  package var keyOffset: Int { previous?.lowerBound ?? 0 }

  /// The next key, an integer; nil after the last pair.
  package mutating func integerKey(_ reader: inout CBORReader) throws(CBORError) -> Int64? {
    guard remaining > 0 else { return nil }
    let start = reader.offset
    let key = try reader.integer()
    try accept(start..<reader.offset, in: reader)
    return key
  }

  /// The next key, a text string; nil after the last pair.
  package mutating func textKey(_ reader: inout CBORReader) throws(CBORError) -> String? {
    guard remaining > 0 else { return nil }
    let start = reader.offset
    let key = try reader.text()
    try accept(start..<reader.offset, in: reader)
    return key
  }

  /// The encoded next key, of any type; nil after the last pair.
  package mutating func key(_ reader: inout CBORReader) throws(CBORError) -> Range<Int>? {
    guard remaining > 0 else { return nil }
    let key = try reader.skip()
    try accept(key, in: reader)
    return key
  }

  private mutating func accept(_ key: Range<Int>, in reader: CBORReader) throws(CBORError) {
    try reader.checkKey(key, after: previous)
    previous = key
    remaining -= 1
  }
}

extension CBORReader {
  /// Reads a map's head and gives what reads its keys.
  package mutating func mapReader() throws(CBORError) -> CBORMapReader {
    CBORMapReader(pairs: try map())
  }
}
