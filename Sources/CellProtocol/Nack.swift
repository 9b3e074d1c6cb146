internal import CBOR

/// NACK: nothing of a PUBLISH was taken; it may be sent again unchanged.
package struct Nack: Equatable, Sendable {
  package let request: UInt64
  /// 3114 or 3126.
  package let code: Int
  /// Milliseconds to wait.
  package let retryAfter: Int64
  /// Bytes of publish credit that come back.
  package let credit: Int

  package init(request: UInt64, code: Int, retryAfter: Int64, credit: Int) {
    self.request = request
    self.code = code
    self.retryAfter = retryAfter
    self.credit = credit
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    request = try reader.request()
    code = try reader.code()
    retryAfter = try reader.milliseconds()
    credit = try reader.byteCount()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 24)
    writer.array(Verb.nack.elementCount)
    writer.unsigned(Verb.nack.rawValue)
    writer.unsigned(request)
    writer.unsigned(UInt64(code))
    writer.unsigned(UInt64(retryAfter))
    writer.unsigned(UInt64(credit))
    return writer.bytes
  }
}
