internal import CBOR

/// SUBSCRIBED: the subscription is open.
package struct Subscribed: Equatable, Sendable {
  package let subscription: UInt32
  /// The first offset that will be examined.
  package let first: UInt64
  /// The offset that the next message of the flow will get.
  package let head: UInt64

  package init(subscription: UInt32, first: UInt64, head: UInt64) {
    self.subscription = subscription
    self.first = first
    self.head = head
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    subscription = try reader.subscription()
    first = try reader.number()
    head = try reader.number()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 24)
    writer.array(Verb.subscribed.elementCount)
    writer.unsigned(Verb.subscribed.rawValue)
    writer.unsigned(UInt64(subscription))
    writer.unsigned(first)
    writer.unsigned(head)
    return writer.bytes
  }
}
