extension CBORReader {
  /// Reads a float: the shortest form that keeps the value, NaN only as f97e00.
  ///
  /// An integer is not a float here: `1` where `1.0` (f93c00) is meant is `.wrongType`.
  package mutating func double() throws(CBORError) -> Double {
    guard try peek() == .float else { throw mismatch() }
    let width = 1 << Int(input[offset] - 0xf8)
    guard end - offset > width else { throw CBORError(.truncated, at: offset) }
    let bits = bigEndian(width, at: offset + 1)
    let value: Double
    switch width {
    case 2: value = HalfFloat.double(UInt16(truncatingIfNeeded: bits))
    case 4: value = Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    default: value = Double(bitPattern: bits)
    }
    if value.isNaN {
      guard width == 2, bits == 0x7e00 else { throw CBORError(.nanPayload, at: offset) }
    } else if width > ShortestFloat.width(of: value) {
      throw CBORError(.nonShortestFloat, at: offset)
    }
    offset += 1 + width
    return value
  }
}
