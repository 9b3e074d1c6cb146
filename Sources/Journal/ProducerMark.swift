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

  /// Reads a row of the table of marks.
  init(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws(JournalError) {
    guard key.count == Self.keyCount, value.count >= Self.headCount,
      let producer = KeyID(key.prefix(KeyID.byteCount)),
      let gaps = Self.gaps(
        value.dropFirst(Self.headCount), above: value.bigEndian(at: 16, as: UInt64.self))
    else { throw JournalError(.structure, at: .read) }
    self.init(
      producer: producer, flow: FlowNumber(rawValue: key.bigEndian(at: 16, as: UInt32.self)),
      epoch: value.bigEndian(at: 0, as: UInt64.self),
      sequence: value.bigEndian(at: 8, as: UInt64.self),
      floor: value.bigEndian(at: 16, as: UInt64.self), gaps: gaps)
  }

  /// Reads pairs of lengths; nil for what is none or goes beyond 64 bits.
  private static func gaps(
    _ bytes: Slice<UnsafeRawBufferPointer>, above floor: UInt64
  ) -> [ClosedRange<UInt64>]? {
    var bytes = bytes
    var gaps: [ClosedRange<UInt64>] = []
    var end = floor
    while !bytes.isEmpty {
      guard let taken = length(&bytes), let missing = length(&bytes), missing > 0 else {
        return nil
      }
      let (before, isOver) = end.addingReportingOverflow(taken)
      let (last, isOverToo) = before.addingReportingOverflow(missing)
      guard !isOver, !isOverToo else { return nil }
      gaps.append(before + 1...last)
      end = last
    }
    return gaps
  }

  /// Seven bits a byte, the lowest first, the eighth where more follow.
  private static func length(_ bytes: inout Slice<UnsafeRawBufferPointer>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 63, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    return nil
  }

  /// Producer (16), flow (4).
  var key: [UInt8] {
    var key = producer.bytes
    key.append(bigEndian: flow.rawValue)
    return key
  }

  /// Epoch (8), sequence (8), floor (8), then for each gap, from the floor on, how many before it
  /// were taken and how many it lacks.
  var value: [UInt8] {
    var value: [UInt8] = []
    value.append(bigEndian: epoch)
    value.append(bigEndian: sequence)
    value.append(bigEndian: floor)
    var end = floor
    for gap in gaps where gap.lowerBound > end {
      Self.append(gap.lowerBound - end - 1, to: &value)
      Self.append(gap.upperBound - gap.lowerBound + 1, to: &value)
      end = gap.upperBound
    }
    return value
  }

  private static func append(_ length: UInt64, to bytes: inout [UInt8]) {
    var rest = length
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
