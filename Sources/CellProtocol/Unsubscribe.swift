internal import CBOR

/// UNSUBSCRIBE: a subscription ends; its durable cursor stays.
package struct Unsubscribe: Equatable, Sendable {
  package let subscription: UInt32

  package init(subscription: UInt32) { self.subscription = subscription }

  init(_ reader: inout CBORReader) throws(CBORError) {
    subscription = try reader.subscription()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 8)
    writer.array(Verb.unsubscribe.elementCount)
    writer.unsigned(Verb.unsubscribe.rawValue)
    writer.unsigned(UInt64(subscription))
    return writer.bytes
  }
}
