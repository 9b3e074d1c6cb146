internal import CBOR

/// PUBLISH: signed messages, to be made durable in this order.
package struct Publish: Equatable, Sendable {
  /// 1, 2, 3, … within a session.
  package let request: UInt64
  /// Where each signed message stands in the frame; 1 to 1,024.
  package let messages: [Range<Int>]

  init(_ reader: inout CBORReader) throws(CBORError) {
    request = try reader.request()
    let count = try reader.list(1, Limit.messagesPerFrameMax)
    var messages: [Range<Int>] = []
    messages.reserveCapacity(count)
    for _ in 0..<count { messages.append(try reader.message()) }
    self.messages = messages
  }

  /// The frame of a request with these messages.
  package static func encoded(
    request: UInt64, messages: some Collection<[UInt8]>
  ) -> [UInt8] {
    var size = Limit.frameOverheadBytes
    for message in messages { size += message.count + Limit.messageOverheadBytes }
    var writer = BulkWriter(capacity: size)
    writer.array(Verb.publish.elementCount)
    writer.unsigned(Verb.publish.rawValue)
    writer.unsigned(request)
    writer.array(messages.count)
    for message in messages { writer.byteString(message, 0..<message.count) }
    return writer.bytes
  }
}
