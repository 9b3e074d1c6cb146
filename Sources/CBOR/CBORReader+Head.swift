extension CBORReader {
  /// Reads a head of this major type and gives its argument, which is in its shortest form.
  @inlinable mutating func argument(of major: UInt8) throws(CBORError) -> UInt64 {
    guard offset < end else { throw CBORError(.truncated, at: offset) }
    let initial = input[offset]
    guard initial >> 5 == major else { throw mismatch() }
    let information = initial & 0x1f
    if information < 24 {
      offset += 1
      return UInt64(information)
    }
    if information == 24, end - offset > 1, input[offset + 1] >= 24 {
      defer { offset += 2 }
      return UInt64(input[offset + 1])
    }
    return try longArgument(information)
  }

  /// The heads of two to nine bytes, and every way they can be wrong.
  @usableFromInline mutating func longArgument(
    _ information: UInt8
  ) throws(CBORError) -> UInt64 {
    guard information < 28 else { throw refusal(of: input[offset]) }
    let width = 1 << Int(information - 24)
    guard end - offset > width else { throw CBORError(.truncated, at: offset) }
    let value = bigEndian(width, at: offset + 1)
    let least: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
    guard value >= least else { throw CBORError(.nonShortest, at: offset) }
    offset += 1 + width
    return value
  }

  /// The content of a byte or text string.
  @inlinable mutating func content(of major: UInt8) throws(CBORError) -> Range<Int> {
    let start = offset
    let length = try argument(of: major)
    guard length <= UInt64(end - offset) else { throw fail(.truncated, at: start) }
    let begin = offset
    offset = begin + Int(length)
    return begin..<offset
  }

  /// An unsigned integer of `width` bytes; the caller has checked that they are there.
  func bigEndian(_ width: Int, at start: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<start + width { value = value << 8 | UInt64(input[index]) }
    return value
  }

  /// Puts the position back to the item's start and makes the error.
  @inlinable mutating func fail(_ code: CBORError.Code, at start: Int) -> CBORError {
    offset = start
    return CBORError(code, at: start)
  }

  /// Why the next item, of another type than asked for, is refused.
  @usableFromInline func mismatch() -> CBORError {
    guard offset < end else { return CBORError(.truncated, at: offset) }
    let initial = input[offset]
    if initial >> 5 == 6 { return CBORError(.tag, at: offset) }
    guard initial >> 5 == 7 || initial & 0x1f >= 28 else {
      return CBORError(.wrongType, at: offset)
    }
    switch initial {
    case 0xf4...0xf6, 0xf9...0xfb: return CBORError(.wrongType, at: offset)
    default: return refusal(of: initial)
    }
  }

  /// What is wrong with a first byte that begins nothing in this profile.
  func refusal(of initial: UInt8) -> CBORError {
    switch (initial >> 5, initial & 0x1f) {
    case (0, 31), (1, 31), (6, 31): return CBORError(.reserved, at: offset)
    case (_, 31): return CBORError(.indefinite, at: offset)
    case (_, 28...30): return CBORError(.reserved, at: offset)
    case (7, _): return CBORError(.simpleValue, at: offset)
    default: return CBORError(.wrongType, at: offset)
    }
  }
}
