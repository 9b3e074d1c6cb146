package import Cryptography

/// How far one producer's messages of one flow are durable: what makes a repetition recognisable.
package struct ProducerMark: Hashable, Sendable {
  /// The producer's signing key.
  package let producer: KeyID
  package let flow: FlowNumber
  /// The producer's epoch of its newest durable message.
  package let epoch: UInt64
  /// The sequence number of its newest durable message.
  package let sequence: UInt64

  package init(producer: KeyID, flow: FlowNumber, epoch: UInt64, sequence: UInt64) {
    self.producer = producer
    self.flow = flow
    self.epoch = epoch
    self.sequence = sequence
  }
}

extension ProducerMark {
  /// Reads a row of the table of marks.
  init(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws(JournalError) {
    guard key.count == 20, value.count == 16, let producer = KeyID(key.prefix(16)) else {
      throw JournalError(.structure, at: .read)
    }
    self.init(
      producer: producer, flow: FlowNumber(rawValue: key.bigEndian(at: 16, as: UInt32.self)),
      epoch: value.bigEndian(at: 0, as: UInt64.self),
      sequence: value.bigEndian(at: 8, as: UInt64.self))
  }

  /// Producer (16), flow (4).
  var key: [UInt8] {
    var key = producer.bytes
    key.append(bigEndian: flow.rawValue)
    return key
  }

  /// Epoch (8), sequence (8).
  var value: [UInt8] {
    var value: [UInt8] = []
    value.append(bigEndian: epoch)
    value.append(bigEndian: sequence)
    return value
  }
}
