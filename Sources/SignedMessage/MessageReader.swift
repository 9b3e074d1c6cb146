import CBOR

/// Reads items of the profile; its errors are those of messages.
struct MessageReader {
  private(set) var reader: CBORReader

  init(_ input: [UInt8], in range: Range<Int>) { reader = CBORReader(input, in: range) }

  var offset: Int { reader.offset }

  /// Calls `body` with the CBOR reader and makes its errors `malformed` at the same place.
  @inline(__always)
  mutating func read<Value>(
    _ body: (inout CBORReader) throws(CBORError) -> Value
  ) throws(MessageError) -> Value {
    do throws(CBORError) {
      return try body(&reader)
    } catch {
      throw MessageError(.malformed, at: error.offset)
    }
  }

  mutating func array(exactly count: Int) throws(MessageError) {
    try read { (reader) throws(CBORError) in try reader.array(exactly: count) }
  }

  /// The encoded byte string, head and content, and its content.
  mutating func byteStringItem() throws(MessageError) -> (item: Range<Int>, content: Range<Int>) {
    let start = offset
    let content = try read { (reader) throws(CBORError) in try reader.byteString() }
    return (start..<content.upperBound, content)
  }

  mutating func byteString(exactly count: Int) throws(MessageError) -> Range<Int> {
    try read { (reader) throws(CBORError) in try reader.byteString(exactly: count) }
  }

  mutating func integer() throws(MessageError) -> Int64 {
    try read { (reader) throws(CBORError) in try reader.integer() }
  }

  /// An unsigned integer up to 2⁵³ − 1.
  mutating func number() throws(MessageError) -> UInt64 {
    let start = offset
    let value = try read { (reader) throws(CBORError) in try reader.unsigned() }
    guard value <= MessageLimit.numberMax else { throw MessageError(.number, at: start) }
    return value
  }

  /// Where the content of a text stands that is a name.
  mutating func name() throws(MessageError) -> Range<Int> {
    let start = offset
    let range = try read { (reader) throws(CBORError) in try reader.textRange() }
    guard reader.input[range].withUnsafeBytes(MessageGrammar.isName) else {
      throw MessageError(.name, at: start)
    }
    return range
  }

  /// Where the content of a text stands that is a subject token.
  mutating func subject() throws(MessageError) -> Range<Int> {
    let start = offset
    let range = try read { (reader) throws(CBORError) in try reader.textRange() }
    guard reader.input[range].withUnsafeBytes(MessageGrammar.isSubject) else {
      throw MessageError(.subject, at: start)
    }
    return range
  }

  /// Whether these bytes stand in this range of the input.
  func isEqual(_ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
    range.count == bytes.count
      && reader.input.withUnsafeBytes { input in
        bytes.withUnsafeBytes { bytes in
          UnsafeRawBufferPointer(rebasing: input[range]).elementsEqual(bytes)
        }
      }
  }

  func finish() throws(MessageError) {
    guard reader.isAtEnd else { throw MessageError(.malformed, at: offset) }
  }
}
