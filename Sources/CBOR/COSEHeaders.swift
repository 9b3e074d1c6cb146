/// The two header buckets of a COSE layer, as ranges of the input, checked against each other.
///
/// Checked: the protected content is empty or one map of the profile; labels are integers or texts;
/// no label stands in both buckets (RFC 9052 §3); `crit` stands in the protected bucket only and is
/// a non-empty list (§3.1).
package struct COSEHeaders: Hashable, Sendable {
  /// Content of the protected byte string: empty, or one encoded map.
  package let protected: Range<Int>
  /// The unprotected map with its head.
  package let unprotected: Range<Int>

  init(from reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    protected = try reader.byteString()
    unprotected = try reader.skip()
    do {
      try Self.check(reader.input, protected, unprotected)
    } catch {
      reader.offset = start
      throw error
    }
  }

  /// Both maps ascend, so one walk along both finds a label that they share.
  private static func check(
    _ input: [UInt8], _ protected: Range<Int>, _ unprotected: Range<Int>
  ) throws(CBORError) {
    var left = try LabelWalk(input, in: protected)
    var right = try LabelWalk(input, in: unprotected)
    var leftLabel = try left.next()
    var rightLabel = try right.next()
    while let label = rightLabel {
      if input[label].elementsEqual([2]) { throw CBORError(.structure, at: label.lowerBound) }
      guard let other = leftLabel else {
        rightLabel = try right.next()
        continue
      }
      if input[label].elementsEqual(input[other]) {
        throw CBORError(.duplicateKey, at: label.lowerBound)
      }
      if input[other].lexicographicallyPrecedes(input[label]) {
        leftLabel = try left.next()
      } else {
        rightLabel = try right.next()
      }
    }
    while leftLabel != nil { leftLabel = try left.next() }
    try left.reader.finish()
  }
}

/// Walks the labels of one bucket and skips their values.
private struct LabelWalk {
  var reader: CBORReader
  var map: CBORMapReader

  init(_ input: [UInt8], in range: Range<Int>) throws(CBORError) {
    reader = CBORReader(input, in: range)
    map = range.isEmpty ? CBORMapReader(pairs: 0) : try reader.mapReader()
  }

  mutating func next() throws(CBORError) -> Range<Int>? {
    guard map.remaining > 0 else { return nil }
    switch try reader.peek() {
    case .unsigned, .negative, .text: break
    default: throw CBORError(.structure, at: reader.offset)
    }
    guard let label = try map.key(&reader) else { return nil }
    if label.count == 1, reader.input[label.lowerBound] == 2 { try checkCritical() }
    try reader.skip()
    return label
  }

  private func checkCritical() throws(CBORError) {
    var list = reader
    let start = list.offset
    let count = try list.array()
    guard count > 0 else { throw CBORError(.structure, at: start) }
    for _ in 0..<count {
      switch try list.peek() {
      case .unsigned, .negative, .text: try list.skip()
      default: throw CBORError(.structure, at: list.offset)
      }
    }
  }
}
