internal import CBOR

/// ACKED: the subscriber has everything up to and including an offset.
package struct Acked: Equatable, Sendable {
  package let subscription: UInt32
  package let offset: UInt64

  package init(subscription: UInt32, offset: UInt64) {
    self.subscription = subscription
    self.offset = offset
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    subscription = try reader.subscription()
    offset = try reader.messageOffset()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 16)
    writer.array(Verb.acked.elementCount)
    writer.unsigned(Verb.acked.rawValue)
    writer.unsigned(UInt64(subscription))
    writer.unsigned(offset)
    return writer.bytes
  }
}
