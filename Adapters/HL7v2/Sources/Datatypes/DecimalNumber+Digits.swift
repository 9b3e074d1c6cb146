import NormalizedFormat

extension DecimalNumber {
  /// The plain form `[+-]digits[.digits]` of up to 18 digits, which nearly every NM has; what is
  /// longer or has an exponent is left to the format's own reader.
  init?(digits bytes: UnsafeRawBufferPointer) {
    var mantissa: Int64 = 0
    var places: Int16 = 0
    var count = 0
    var hasPoint = false
    let isNegative = bytes.first == UInt8(ascii: "-")
    let start = isNegative || bytes.first == UInt8(ascii: "+") ? 1 : 0
    for byte in bytes[start...] {
      if ASCII.isDigit(byte) {
        mantissa = mantissa &* 10 &+ Int64(byte &- 0x30)
        count += 1
        if hasPoint { places += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        count = 0
        break
      }
      if count > 18 { break }
    }
    // A point without digits on both sides, and anything else that is rare, is the other reader's
    // decision.
    guard count > 0, count <= 18, !hasPoint || (places > 0 && Int(places) < count) else {
      self.init(Array(bytes))
      return
    }
    self.init(isNegative ? -mantissa : mantissa, exponent: -places)
  }
}
