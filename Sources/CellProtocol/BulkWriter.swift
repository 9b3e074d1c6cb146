/// Writes frames that carry messages: the few CBOR heads they need, and the bytes in one copy each.
///
/// Beside `CBORWriter` because these frames are the hot path: the whole frame's room is known
/// first, and nothing generic stands between the message and the copy.
struct BulkWriter {
  private(set) var bytes: [UInt8] = []

  /// Room for a frame of `capacity` bytes.
  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func unsigned(_ value: UInt64) { head(0x00, value) }

  mutating func negative(_ value: Int64) { head(0x20, UInt64(bitPattern: ~value)) }

  mutating func null() { bytes.append(0xf6) }

  mutating func array(_ count: Int) { head(0x80, UInt64(count)) }

  mutating func byteString(_ source: [UInt8], _ range: Range<Int>) {
    head(0x40, UInt64(range.count))
    source.withUnsafeBufferPointer { buffer in
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[range]))
    }
  }

  private mutating func head(_ major: UInt8, _ value: UInt64) {
    if value < 24 {
      bytes.append(major | UInt8(truncatingIfNeeded: value))
      return
    }
    let width = value <= 0xff ? 1 : value <= 0xffff ? 2 : value <= 0xffff_ffff ? 4 : 8
    bytes.append(major | UInt8(truncatingIfNeeded: 24 + width.trailingZeroBitCount))
    var shift = (width - 1) * 8
    while shift >= 0 {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
      shift -= 8
    }
  }
}
