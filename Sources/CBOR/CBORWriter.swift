/// Writes items of the strict profile, each in its one form, into an array of bytes.
///
/// Heads and floats come out shortest by construction. Two duties stay with the caller, who knows
/// its grammar: as many items as a head announced, and map keys ascending (``CBORValue`` sorts them
/// itself).
package struct CBORWriter: Sendable {
  /// What was written so far.
  package internal(set) var bytes: [UInt8]

  /// An empty writer, with room for `capacity` bytes.
  @inlinable package init(capacity: Int = 0) {
    self.init(appendingTo: [], capacity: capacity)
  }

  /// Continues an array; take it back from ``bytes``.
  package init(appendingTo bytes: consuming [UInt8], capacity: Int = 0) {
    self.bytes = bytes
    if capacity > 0 { self.bytes.reserveCapacity(self.bytes.count + capacity) }
  }

  /// Forgets what was written and keeps the room.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Major type 0.
  @inlinable package mutating func unsigned(_ value: UInt64) { head(0, value) }

  /// Major type 0 or 1.
  @inlinable package mutating func integer(_ value: Int64) {
    if value < 0 { head(1, UInt64(~value)) } else { head(0, UInt64(value)) }
  }

  /// Major type 1 with this argument: the value -1 - argument, which may lie below `Int64`.
  package mutating func negative(argument: UInt64) { head(1, argument) }

  /// Major type 2.
  @inlinable package mutating func bytes(_ content: some Collection<UInt8>) {
    head(2, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// Major type 2, from an array: the common case, without a generic's cost.
  package mutating func bytes(_ content: [UInt8]) {
    head(2, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// Major type 2, from a part of an array.
  package mutating func bytes(_ content: ArraySlice<UInt8>) {
    head(2, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// Major type 3.
  @inlinable package mutating func text(_ content: String) {
    head(3, UInt64(content.utf8.count))
    bytes.append(contentsOf: content.utf8)
  }

  /// The head of an array; `count` items must follow. A negative count is a defect and traps.
  @inlinable package mutating func array(_ count: Int) { head(4, UInt64(count)) }

  /// The head of a map; `pairs` keys and values must follow. A negative count is a defect and
  /// traps.
  @inlinable package mutating func map(_ pairs: Int) { head(5, UInt64(pairs)) }

  /// A tag; the tagged item must follow.
  @inlinable package mutating func tag(_ number: UInt64) { head(6, number) }

  /// False or true.
  package mutating func bool(_ value: Bool) { bytes.append(value ? 0xf5 : 0xf4) }

  /// Null.
  package mutating func null() { bytes.append(0xf6) }

  /// A float in its shortest form; every NaN becomes f97e00.
  package mutating func double(_ value: Double) {
    switch ShortestFloat.width(of: value) {
    case 2:
      let bits = value.isNaN ? 0x7e00 : HalfFloat.bits(Float(value)) ?? 0x7e00
      append(0xf9, UInt64(bits), width: 2)
    case 4: append(0xfa, UInt64(Float(value).bitPattern), width: 4)
    default: append(0xfb, value.bitPattern, width: 8)
    }
  }

  /// Items that are encoded already; nothing checks them again.
  @inlinable package mutating func encoded(_ items: some Collection<UInt8>) {
    bytes.append(contentsOf: items)
  }

  @inlinable mutating func head(_ major: UInt8, _ argument: UInt64) {
    let type = major << 5
    switch argument {
    case 0..<24: bytes.append(type | UInt8(truncatingIfNeeded: argument))
    case 24...0xff: append(type | 24, argument, width: 1)
    case 0x100...0xffff: append(type | 25, argument, width: 2)
    case 0x1_0000...0xffff_ffff: append(type | 26, argument, width: 4)
    default: append(type | 27, argument, width: 8)
    }
  }

  @usableFromInline mutating func append(_ initial: UInt8, _ value: UInt64, width: Int) {
    bytes.append(initial)
    for shift in stride(from: (width - 1) * 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }
}
