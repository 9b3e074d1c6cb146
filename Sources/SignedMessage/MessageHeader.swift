import CBOR
import Cryptography

/// The protected header of a message, decoded: numbers, and where the rest stands in the input.
struct MessageHeader: Sendable {
  private(set) var keyID: Range<Int> = 0..<0
  private(set) var label: Range<Int> = 0..<0
  private(set) var site: Range<Int> = 0..<0
  private(set) var compartment: Range<Int> = 0..<0
  private(set) var flow: Range<Int> = 0..<0
  private(set) var subject: Range<Int> = 0..<0
  private(set) var epoch: UInt64 = 0
  private(set) var sequence: UInt64 = 0
  private(set) var issuedAt: UInt64 = 0

  /// Reads the content of the protected byte string, which is exactly one map of the six parameters.
  init(of input: [UInt8], in range: Range<Int>) throws(MessageError) {
    var reader = MessageReader(input, in: range)
    var map = try reader.read { (reader) throws(CBORError) in try reader.mapReader() }
    var found = 0
    while let key = try reader.read({ (reader) throws(CBORError) in
      try map.integerKey(&reader)
    }) {
      try readParameter(key, at: map.keyOffset, &reader)
      found += 1
      // Keys ascend and each is known, so the first that is missing shows in what comes instead.
      let expected = MessageHeader.order[found - 1]
      guard key == expected else { throw MessageHeader.absence(of: expected, at: map.keyOffset) }
    }
    guard found == MessageHeader.order.count else {
      throw MessageHeader.absence(of: MessageHeader.order[found], at: reader.offset)
    }
    try reader.finish()
  }

  /// The parameters in the order of their encodings.
  private static let order = [
    MessageFormat.algorithm, MessageFormat.critical, MessageFormat.contentType, MessageFormat.keyID,
    MessageFormat.label, MessageFormat.context,
  ]

  private static func absence(of parameter: Int64, at offset: Int) -> MessageError {
    switch parameter {
    case MessageFormat.algorithm: MessageError(.algorithm, at: offset)
    case MessageFormat.critical: MessageError(.critical, at: offset)
    case MessageFormat.contentType: MessageError(.contentType, at: offset)
    default: MessageError(.headerParameter, at: offset)
    }
  }

  private mutating func readParameter(
    _ key: Int64, at place: Int, _ reader: inout MessageReader
  ) throws(MessageError) {
    switch key {
    case MessageFormat.algorithm:
      let start = reader.offset
      guard try reader.integer() == COSE.es256 else { throw MessageError(.algorithm, at: start) }
    case MessageFormat.critical: try readCritical(&reader)
    case MessageFormat.contentType: try readContentType(&reader)
    case MessageFormat.keyID: keyID = try reader.byteString(exactly: KeyID.byteCount)
    case MessageFormat.label:
      label = try reader.read { (reader) throws(CBORError) in try reader.skip() }
    case MessageFormat.context: try readContext(&reader)
    default: throw MessageError(.headerParameter, at: place)
    }
  }

  private func readCritical(_ reader: inout MessageReader) throws(MessageError) {
    let start = reader.offset
    let count = try reader.read { (reader) throws(CBORError) in try reader.array() }
    guard count == MessageFormat.criticalList.count else {
      throw MessageError(.critical, at: start)
    }
    for expected in MessageFormat.criticalList {
      let place = reader.offset
      let type = try reader.read { (reader) throws(CBORError) in try reader.peek() }
      guard type == .negative, try reader.integer() == expected else {
        throw MessageError(.critical, at: place)
      }
    }
  }

  private func readContentType(_ reader: inout MessageReader) throws(MessageError) {
    let start = reader.offset
    let type = try reader.read { (reader) throws(CBORError) in try reader.peek() }
    guard type == .text else { throw MessageError(.contentType, at: start) }
    let range = try reader.read { (reader) throws(CBORError) in try reader.textRange() }
    guard reader.reader.input[range].elementsEqual(MessageFormat.mediaType.utf8) else {
      throw MessageError(.contentType, at: start)
    }
  }

  private mutating func readContext(_ reader: inout MessageReader) throws(MessageError) {
    try reader.array(exactly: 7)
    site = try reader.name()
    compartment = try reader.name()
    flow = try reader.name()
    subject = try reader.subject()
    epoch = try reader.number()
    sequence = try reader.number()
    issuedAt = try reader.number()
  }
}
