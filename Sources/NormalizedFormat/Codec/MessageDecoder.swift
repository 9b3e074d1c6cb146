import CBOR

/// Reads a message in one pass; any bytes give values or a ``FormatError``, in bounded memory.
package struct MessageDecoder {
  private var reader: CBORReader
  private var depth = 0
  private var memory = FormatLimit.decodedBytesMax
  /// Where the key read last stands; a map's own start before its first.
  private(set) var keyOffset = 0

  init(_ bytes: [UInt8]) { reader = CBORReader(bytes) }

  /// Index of the next byte.
  var offset: Int { reader.offset }

  /// Refuses what follows the message.
  func finish() throws(FormatError) {
    do { try reader.finish() } catch { throw FormatError(error) }
  }

  /// Takes from the memory that a message's parts may use.
  mutating func charge(_ bytes: Int, at offset: Int) throws(FormatError) {
    memory -= bytes
    guard memory >= 0 else { throw FormatError(.tooLarge, at: offset) }
  }
}

// MARK: Maps

extension MessageDecoder {
  /// Where a map stands: pairs left, the least key that may follow, what was seen.
  struct Map {
    fileprivate let start: Int
    fileprivate var remaining: Int
    fileprivate var least: UInt64 = 0
    fileprivate var seen: KeySet = []
  }

  /// Opens a map.
  mutating func openMap() throws(FormatError) -> Map {
    let start = reader.offset
    keyOffset = start
    depth += 1
    guard depth <= FormatLimit.depthMax else { throw FormatError(.depth, at: start) }
    let pairs = try map()
    return Map(start: start, remaining: pairs)
  }

  /// The next key of the format; nil after the last, extensions (negative keys) checked and
  /// skipped.
  mutating func nextKey(_ map: inout Map) throws(FormatError) -> UInt64? {
    guard map.remaining > 0 else { return nil }
    keyOffset = reader.offset
    guard keyOffset < reader.end, reader.input[keyOffset] >> 5 != 1 else {
      try skipExtensions(&map)
      return nil
    }
    let key = try unsigned(upTo: .max)
    // 2^64 - 1 has no successor, and no record has it.
    guard key < .max else { throw unknownKey() }
    guard key >= map.least else { throw FormatError(.malformed, at: keyOffset) }
    map.least = key + 1
    map.remaining -= 1
    map.seen.insert(key)
    return key
  }

  private mutating func skipExtensions(_ map: inout Map) throws(FormatError) {
    var most: Int64?
    while map.remaining > 0 {
      keyOffset = reader.offset
      let key = try integer()
      guard key < most ?? 0 else { throw FormatError(.malformed, at: keyOffset) }
      most = key
      map.remaining -= 1
      _ = try skip()
    }
  }

  /// Closes a map; a required key that was not there is `.missingKey` at the map's start.
  mutating func close(_ map: Map, required: KeySet) throws(FormatError) {
    depth -= 1
    guard map.seen.contains(required) else { throw FormatError(.missingKey, at: map.start) }
  }

  /// The refusal of the key read last.
  func unknownKey() -> FormatError { FormatError(.unknownKey, at: keyOffset) }
}

// MARK: Fields

extension MessageDecoder {
  /// Reads a field that may be absent.
  mutating func optional<T: Wire>(_ field: inout T?) throws(FormatError) {
    field = try T(from: &self)
  }

  /// Reads a field that is always there.
  mutating func required<T: Wire>(_ field: inout T) throws(FormatError) {
    field = try T(from: &self)
  }

  /// Reads a field that repeats; an empty array is no encoding of absence.
  mutating func list<T: Wire>(_ field: inout [T]) throws(FormatError) {
    let start = reader.offset
    let count = try array(upTo: FormatLimit.itemsMax)
    guard count > 0 else { throw FormatError(.notCanonical, at: start) }
    try charge(count * MemoryLayout<T>.stride, at: start)
    field.reserveCapacity(count)
    for _ in 0..<count { field.append(try T(from: &self)) }
  }

  /// Reads a flag; false is no encoding of absence.
  mutating func flag(_ field: inout Bool) throws(FormatError) {
    let start = reader.offset
    field = try boolean()
    guard field else { throw FormatError(.notCanonical, at: start) }
  }

  /// Reads bytes.
  mutating func bytes(_ field: inout [UInt8]) throws(FormatError) { field = try byteString() }

  /// Reads bytes.
  mutating func bytes(_ field: inout [UInt8]?) throws(FormatError) { field = try byteString() }

  /// Reads 32 bytes.
  mutating func digest(_ field: inout [UInt8]) throws(FormatError) {
    let start = reader.offset
    field = try byteString()
    guard field.count == 32 else { throw FormatError(.outOfRange, at: start) }
  }
}

// MARK: Items

extension MessageDecoder {
  mutating func unsigned(upTo bound: UInt64) throws(FormatError) -> UInt64 {
    do { return try reader.unsigned(upTo: bound) } catch { throw FormatError(error) }
  }

  mutating func integer() throws(FormatError) -> Int64 {
    do { return try reader.integer() } catch { throw FormatError(error) }
  }

  mutating func text() throws(FormatError) -> String {
    do { return try reader.text() } catch { throw FormatError(error) }
  }

  mutating func byteString() throws(FormatError) -> [UInt8] {
    do { return Array(reader.input[try reader.byteString()]) } catch { throw FormatError(error) }
  }

  mutating func boolean() throws(FormatError) -> Bool {
    do { return try reader.boolean() } catch { throw FormatError(error) }
  }

  mutating func tag() throws(FormatError) -> UInt64 {
    do { return try reader.tag() } catch { throw FormatError(error) }
  }

  mutating func array(upTo bound: Int) throws(FormatError) -> Int {
    let start = reader.offset
    let count: Int
    do { count = try reader.array() } catch { throw FormatError(error) }
    guard count <= bound else { throw FormatError(.tooLarge, at: start) }
    return count
  }

  mutating func map() throws(FormatError) -> Int {
    do { return try reader.map() } catch { throw FormatError(error) }
  }

  mutating func skip() throws(FormatError) -> Range<Int> {
    do { return try reader.skip() } catch { throw FormatError(error) }
  }

  /// Whether the next item is of this major type.
  func isNext(major: UInt8) -> Bool {
    reader.offset < reader.end && reader.input[reader.offset] >> 5 == major
  }

  /// Reads null if it is next.
  mutating func skipNull() -> Bool { reader.skipNull() }
}
