/// How many bytes a float needs (RFC 8949 §4.2.1: the shortest form that keeps the value).
enum ShortestFloat {
  /// 2, 4 or 8; a NaN needs 2, because the profile knows one NaN only.
  static func width(of value: Double) -> Int {
    if value.isNaN { return 2 }
    let single = Float(value)
    guard Double(single) == value else { return 8 }
    return HalfFloat.bits(single) == nil ? 4 : 2
  }
}

/// IEEE 754 binary16, by hand: the type of the standard library is not on every platform.
enum HalfFloat {
  /// The value of a half's bits.
  static func double(_ bits: UInt16) -> Double {
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1f)
    let fraction = Double(bits & 0x3ff)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
    }
  }

  /// The bits of a half equal to `value`, or nil if none is. Not for NaN.
  static func bits(_ value: Float) -> UInt16? {
    let pattern = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: pattern >> 16) & 0x8000
    let exponent = Int(pattern >> 23 & 0xff) - 127
    let fraction = pattern & 0x7f_ffff
    switch exponent {
    case 128: return fraction == 0 ? sign | 0x7c00 : nil
    case -14...15:
      guard fraction & 0x1fff == 0 else { return nil }
      return sign | UInt16(exponent + 15) << 10 | UInt16(truncatingIfNeeded: fraction >> 13)
    case -24 ... -15:
      let shift = UInt32(-exponent - 1)
      let significand = 0x80_0000 | fraction
      guard significand & ((1 << shift) - 1) == 0 else { return nil }
      return sign | UInt16(truncatingIfNeeded: significand >> shift)
    case -127: return fraction == 0 ? sign : nil
    default: return nil
    }
  }
}
