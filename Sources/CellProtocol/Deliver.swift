internal import CBOR

/// DELIVER: messages of one subscription, offsets ascending.
package struct Deliver: Equatable, Sendable {
  package let subscription: UInt32
  /// 1 to 1,024.
  package let messages: [Item]

  /// One message: its offset in the flow, and where it stands in the frame.
  package struct Item: Equatable, Sendable {
    package let offset: UInt64
    package let range: Range<Int>
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    subscription = try reader.subscription()
    let count = try reader.list(1, Limit.messagesPerFrameMax)
    var messages: [Item] = []
    messages.reserveCapacity(count)
    for _ in 0..<count {
      try reader.array(exactly: 2)
      let start = reader.offset
      let offset = try reader.messageOffset()
      if let last = messages.last, last.offset >= offset { throw CBORError(.structure, at: start) }
      messages.append(Item(offset: offset, range: try reader.message()))
    }
    self.messages = messages
  }
}

/// What a DELIVER takes its messages from: bytes that lie somewhere in an array.
package struct Outgoing: Sendable {
  package let offset: UInt64
  package let source: [UInt8]
  package let range: Range<Int>

  @inlinable package init(offset: UInt64, source: [UInt8], range: Range<Int>) {
    self.offset = offset
    self.source = source
    self.range = range
  }

  /// What it takes in a frame, at most.
  @inlinable package var cost: Int { range.count + Limit.messageOverheadBytes }
}

extension Deliver {
  /// The frame for these messages, of which each is copied once.
  package static func encoded(subscription: UInt32, _ messages: [Outgoing]) -> [UInt8] {
    var size = Limit.frameOverheadBytes
    for message in messages { size += message.cost }
    var writer = BulkWriter(capacity: size)
    writer.array(Verb.deliver.elementCount)
    writer.unsigned(Verb.deliver.rawValue)
    writer.unsigned(UInt64(subscription))
    writer.array(messages.count)
    for message in messages {
      writer.array(2)
      writer.unsigned(message.offset)
      writer.byteString(message.source, message.range)
    }
    return writer.bytes
  }
}
