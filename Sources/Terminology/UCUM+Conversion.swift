extension UCUM {
  /// A number that was converted: mantissa × 10^exponent, and whether nothing was rounded off.
  public struct Converted: Hashable, Sendable {
    /// Significant digits.
    public let mantissa: Int64
    /// Power of ten.
    public let exponent: Int16
    /// False where the number in the new unit has more digits than were asked for, or no end.
    public let isExact: Bool
  }

  /// A number in another unit.
  ///
  /// Exact, by the factors of UCUM 2.1 as rational numbers; what then has more significant digits
  /// than asked for (at most 18) is rounded, half to even. By a power of ten the mantissa stays as
  /// it was, with the zeros that tell how well was measured.
  ///
  /// Nil where the units do not measure the same, where one is not known, and where the number
  /// does not fit. Amount of substance and mass need a substance: mmol/L is not mg/dL, nor meq,
  /// mosm or international units anything but themselves. What stands in braces is part of what is
  /// measured, unlike in UCUM: mL/min/{1.73_m2} is not mL/min.
  public static func convert(
    _ mantissa: Int64, exponent: Int16 = 0, from unit: String, to other: String, digits: Int = 15
  ) -> Converted? {
    guard let source = Scale(of: unit), let target = Scale(of: other),
      source.dimension == target.dimension, let inverse = target.ratio.inverse,
      let factor = source.ratio.times(inverse)
    else { return nil }
    if factor.isPowerOfTen, source.offset == target.offset {
      return Int16(exactly: Int(exponent) + factor.exponent).map {
        Converted(mantissa: mantissa, exponent: $0, isExact: true)
      }
    }
    guard
      let number = ExactNumber(mantissa, exponent: Int(exponent)).plus(source.offset)?
        .times(factor)?.plus(target.offset.negated)?.decimal(digits: digits),
      let exponent = Int16(exactly: number.exponent)
    else { return nil }
    return Converted(mantissa: number.mantissa, exponent: exponent, isExact: number.isExact)
  }

  /// Whether two units measure the same, so that numbers can be converted between them.
  public static func areCommensurable(_ unit: String, _ other: String) -> Bool {
    guard let scale = Scale(of: unit) else { return false }
    return scale.dimension == Scale(of: other)?.dimension
  }
}
