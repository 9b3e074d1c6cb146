internal import CBOR

/// CREDIT: a subscriber can take so many bytes more.
package struct Credit: Equatable, Sendable {
  package let subscription: UInt32
  package let bytes: Int

  package init(subscription: UInt32, bytes: Int) {
    self.subscription = subscription
    self.bytes = bytes
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    subscription = try reader.subscription()
    bytes = try reader.byteCount()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 16)
    writer.array(Verb.credit.elementCount)
    writer.unsigned(Verb.credit.rawValue)
    writer.unsigned(UInt64(subscription))
    writer.unsigned(UInt64(bytes))
    return writer.bytes
  }
}
