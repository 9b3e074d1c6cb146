internal import CBOR

/// HEARTBEAT: a sign of life; from a cell also a question whether what came before it was read.
package struct Heartbeat: Equatable, Sendable {
  /// From a cell 8 bytes that nobody can guess; from a client the same as their echo, or none.
  package let token: [UInt8]

  package init(token: [UInt8] = []) { self.token = token }

  init(_ reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    token = try reader.bytes()
    guard token.isEmpty || token.count == Limit.heartbeatTokenBytes else {
      throw CBORError(.wrongCount, at: start)
    }
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 12)
    writer.array(Verb.heartbeat.elementCount)
    writer.unsigned(Verb.heartbeat.rawValue)
    writer.bytes(token)
    return writer.bytes
  }
}
