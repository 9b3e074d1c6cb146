internal import CBOR

/// HELLO: a client opens its session.
package struct Hello: Equatable, Sendable {
  /// For the operator's table; never an identity. 1 to 64 bytes.
  package let client: String
  /// Who the client means to be, in full: `icu/monitor`.
  package let principal: String
  /// 16 random bytes, fresh for each HELLO.
  package let nonce: [UInt8]
  /// The signing keys that the client will publish with, 16 bytes each; at most 16.
  package let keys: [[UInt8]]

  package init(client: String, principal: String, nonce: [UInt8], keys: [[UInt8]]) {
    self.client = client
    self.principal = principal
    self.nonce = nonce
    self.keys = keys
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    client = try reader.name()
    principal = try reader.principal()
    nonce = try reader.token(Limit.tokenBytes)
    let count = try reader.list(0, Limit.keysPerHelloMax)
    var keys: [[UInt8]] = []
    keys.reserveCapacity(count)
    for _ in 0..<count { keys.append(try reader.token(Limit.keyIDBytes)) }
    self.keys = keys
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 64)
    writer.array(Verb.hello.elementCount)
    writer.unsigned(Verb.hello.rawValue)
    writer.unsigned(ProtocolVersion.current)
    writer.text(client)
    writer.text(principal)
    writer.bytes(nonce)
    writer.array(keys.count)
    for key in keys { writer.bytes(key) }
    return writer.bytes
  }
}
