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
  /// Up to here nothing is known of which sequences were taken.
  package let floor: UInt64
  /// Above ``floor`` and below ``sequence``: those that were never taken, ascending and apart.
  package let gaps: [ClosedRange<UInt64>]

  package init(
    producer: KeyID, flow: FlowNumber, epoch: UInt64, sequence: UInt64, floor: UInt64 = 0,
    gaps: [ClosedRange<UInt64>] = []
  ) {
    self.producer = producer
    self.flow = flow
    self.epoch = epoch
    self.sequence = sequence
    self.floor = floor
    self.gaps = gaps
  }
}

extension ProducerMark {
  private static let keyCount = 20
  private static let headCount = 24
  private static let gapCount = 16

  /// Reads a row of the table of marks.
  init(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws(JournalError) {
    guard key.count == Self.keyCount, value.count >= Self.headCount,
      (value.count - Self.headCount).isMultiple(of: Self.gapCount),
      let producer = KeyID(key.prefix(KeyID.byteCount))
    else { throw JournalError(.structure, at: .read) }
    var gaps: [ClosedRange<UInt64>] = []
    for place in stride(from: Self.headCount, to: value.count, by: Self.gapCount) {
      let first = value.bigEndian(at: place, as: UInt64.self)
      let last = value.bigEndian(at: place + 8, as: UInt64.self)
      guard first <= last else { throw JournalError(.structure, at: .read) }
      gaps.append(first...last)
    }
    self.init(
      producer: producer, flow: FlowNumber(rawValue: key.bigEndian(at: 16, as: UInt32.self)),
      epoch: value.bigEndian(at: 0, as: UInt64.self),
      sequence: value.bigEndian(at: 8, as: UInt64.self),
      floor: value.bigEndian(at: 16, as: UInt64.self), gaps: gaps)
  }

  /// Producer (16), flow (4).
  var key: [UInt8] {
    var key = producer.bytes
    key.append(bigEndian: flow.rawValue)
    return key
  }

  /// Epoch (8), sequence (8), floor (8), then first (8) and last (8) of each gap.
  var value: [UInt8] {
    var value: [UInt8] = []
    value.append(bigEndian: epoch)
    value.append(bigEndian: sequence)
    value.append(bigEndian: floor)
    for gap in gaps {
      value.append(bigEndian: gap.lowerBound)
      value.append(bigEndian: gap.upperBound)
    }
    return value
  }
}
