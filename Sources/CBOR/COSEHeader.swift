/// The parameters of one bucket that this project knows (RFC 9052 §3.1).
///
/// A caller that finds a label in ``critical`` that it does not itself process must refuse the
/// message; and one that wants no others asks ``hasOthers``.
package struct COSEHeader: Hashable, Sendable {
  /// Label 1; text names are refused (`.structure`).
  package private(set) var algorithm: Int64?
  /// Label 2; text labels are refused (`.structure`).
  package private(set) var critical: [Int64] = []
  /// Label 4: where its bytes stand in the input.
  package private(set) var keyID: Range<Int>?
  /// Whether there were labels other than 1, 2 and 4.
  package private(set) var hasOthers = false

  /// Reads a bucket: the content of a protected byte string (which may be empty), or an unprotected
  /// map.
  package init(of input: [UInt8], in range: Range<Int>) throws(CBORError) {
    guard !range.isEmpty else { return }
    var reader = CBORReader(input, in: range)
    var map = try reader.mapReader()
    while map.remaining > 0 {
      guard try reader.peek() != .text, let label = try map.integerKey(&reader) else {
        _ = try map.textKey(&reader)
        try reader.skip()
        hasOthers = true
        continue
      }
      try read(label, from: &reader)
    }
    try reader.finish()
  }

  private mutating func read(_ label: Int64, from reader: inout CBORReader) throws(CBORError) {
    switch label {
    case 1:
      guard try reader.peek() != .text else { throw CBORError(.structure, at: reader.offset) }
      algorithm = try reader.integer()
    case 2:
      for _ in 0..<(try reader.array()) {
        guard try reader.peek() != .text else { throw CBORError(.structure, at: reader.offset) }
        critical.append(try reader.integer())
      }
    case 4: keyID = try reader.byteString()
    default:
      try reader.skip()
      hasOthers = true
    }
  }

  /// Encodes the protected bucket `{1: ES256, 4: kid}`, or without the key id.
  package static func es256(keyID: [UInt8]? = nil) -> [UInt8] {
    var writer = CBORWriter(capacity: 32)
    writer.map(keyID == nil ? 1 : 2)
    writer.unsigned(1)
    writer.integer(COSE.es256)
    if let keyID {
      writer.unsigned(4)
      writer.bytes(keyID)
    }
    return writer.bytes
  }
}
