// Keys are big-endian so that LMDB's bytewise order is the order of the numbers; values follow.

extension UnsafeRawBufferPointer {
  /// The integer at `offset`. Traps beyond the end, as every subscript does.
  func bigEndian<Value: FixedWidthInteger>(at offset: Int, as _: Value.Type) -> Value {
    Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Stores the integer at `offset`.
  func storeBigEndian<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
    storeBytes(of: value.bigEndian, toByteOffset: offset, as: Value.self)
  }
}

extension [UInt8] {
  /// Appends the integer.
  mutating func append<Value: FixedWidthInteger>(bigEndian value: Value) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}
