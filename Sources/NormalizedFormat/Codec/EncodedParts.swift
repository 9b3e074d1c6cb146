/// The encodings of some parts of a message, in an order that the caller keeps in mind: what a
/// ``MessageStencil`` is filled with.
package struct EncodedParts: ~Copyable {
  private var encoder: MessageEncoder
  private var ranges: [Range<Int>] = []

  /// None; `count` is how many are to come.
  package init(capacity count: Int) {
    encoder = MessageEncoder(capacity: 32 * count)
    ranges.reserveCapacity(count)
  }

  deinit { encoder.output.deallocate() }

  /// How many there are.
  package var count: Int { ranges.count }

  /// Adds a number.
  package mutating func append(_ number: DecimalNumber) {
    let start = encoder.output.count
    number.encode(to: &encoder)
    ranges.append(start..<encoder.output.count)
  }

  /// Adds a moment.
  package mutating func append(_ time: Timestamp) {
    let start = encoder.output.count
    time.encode(to: &encoder)
    ranges.append(start..<encoder.output.count)
  }

  /// Adds a digest.
  package mutating func append(_ digest: RawDigest) {
    let start = encoder.output.count
    digest.encode(to: &encoder)
    ranges.append(start..<encoder.output.count)
  }

  /// Adds a text, which the caller knows to be UTF-8.
  package mutating func append(utf8 text: UnsafeRawBufferPointer) {
    let start = encoder.output.count
    encoder.output.text(utf8: text)
    ranges.append(start..<encoder.output.count)
  }

  /// Adds a part once more.
  package mutating func appendAgain(_ index: Int) { ranges.append(ranges[index]) }

  /// How many bytes a part has.
  func byteCount(_ index: Int) -> Int { ranges[index].count }

  /// Runs `body` with the bytes of a part.
  func withBytes<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    encoder.output.withWritten { body(UnsafeBufferPointer(rebasing: $0[ranges[index]])) }
  }

  /// Whether a part has the same bytes in another list.
  package func isSame(_ index: Int, in other: borrowing EncodedParts) -> Bool {
    withBytes(index) { mine in
      other.withBytes(index) { theirs in mine.elementsEqual(theirs) }
    }
  }
}
