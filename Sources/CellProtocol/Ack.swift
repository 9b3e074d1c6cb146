internal import CBOR

/// ACK: what became of each message of a PUBLISH, after the commit is durable.
package struct Ack: Equatable, Sendable {
  package let request: UInt64
  /// One a message, in the order of the PUBLISH.
  package let results: [PublishResult]
  /// Bytes of publish credit that come back.
  package let credit: Int

  package init(request: UInt64, results: [PublishResult], credit: Int) {
    self.request = request
    self.results = results
    self.credit = credit
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    request = try reader.request()
    let count = try reader.list(1, Limit.messagesPerFrameMax)
    var results: [PublishResult] = []
    results.reserveCapacity(count)
    for _ in 0..<count { results.append(try PublishResult(&reader)) }
    self.results = results
    credit = try reader.byteCount()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = BulkWriter(capacity: Limit.frameOverheadBytes + results.count * 9)
    writer.array(Verb.ack.elementCount)
    writer.unsigned(Verb.ack.rawValue)
    writer.unsigned(request)
    writer.array(results.count)
    for result in results {
      switch result {
      case .accepted(let offset): writer.unsigned(offset)
      case .duplicate: writer.null()
      case .refused(let code): writer.negative(-Int64(code))
      }
    }
    writer.unsigned(UInt64(credit))
    return writer.bytes
  }
}

/// What became of one published message.
package enum PublishResult: Hashable, Sendable {
  /// Durable, at this offset of its flow.
  case accepted(UInt64)
  /// It was durable before.
  case duplicate
  /// Refused for good, with this code.
  case refused(Int)

  init(_ reader: inout CBORReader) throws(CBORError) {
    if reader.skipNull() {
      self = .duplicate
      return
    }
    let start = reader.offset
    guard try reader.peek() == .negative else {
      self = .accepted(try reader.messageOffset())
      return
    }
    let value = try reader.integer()
    guard (-9_999 ... -1_000).contains(value) else { throw CBORError(.outOfRange, at: start) }
    self = .refused(Int(-value))
  }

  /// Whether the message is in the journal.
  package var isDurable: Bool {
    if case .refused = self { false } else { true }
  }
}
