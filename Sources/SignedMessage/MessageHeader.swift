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

  /// Reads the content of the protected byte string, which is exactly one map of the six
  /// parameters, in the order of their encodings.
  init(of input: [UInt8], in range: Range<Int>) throws(MessageError) {
    var reader = MessageReader(input, in: range)
    var map = try reader.read { (reader) throws(CBORError) in try reader.mapReader() }
    for parameter in MessageHeader.order {
      let end = reader.offset
      let key = try reader.read { (reader) throws(CBORError) in try map.integerKey(&reader) }
      guard let key else { throw MessageHeader.absence(of: parameter, at: end) }
      guard key == parameter else { throw MessageHeader.absence(of: parameter, at: map.keyOffset) }
      try readValue(of: parameter, &reader)
    }
    let more = try reader.read { (reader) throws(CBORError) in try map.integerKey(&reader) }
    guard more == nil else { throw MessageError(.headerParameter, at: map.keyOffset) }
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

  private mutating func readValue(
    of parameter: Int64, _ reader: inout MessageReader
  ) throws(MessageError) {
    switch parameter {
    case MessageFormat.algorithm:
      let start = reader.offset
      guard try reader.integer() == COSE.es256 else { throw MessageError(.algorithm, at: start) }
    case MessageFormat.critical: try readCritical(&reader)
    case MessageFormat.contentType: try readContentType(&reader)
    case MessageFormat.keyID: keyID = try reader.byteString(exactly: KeyID.byteCount)
    case MessageFormat.label:
      label = try reader.read { (reader) throws(CBORError) in try reader.skip() }
    default: try readContext(&reader)
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
    guard reader.isEqual(range, MessageFormat.mediaType) else {
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
