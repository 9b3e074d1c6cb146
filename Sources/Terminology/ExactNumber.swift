/// A rational number, kept exactly: numerator / denominator × 10^exponent.
///
/// The denominator is above zero and without the primes of ten, so that a number is a decimal of
/// finite length just where the denominator is one. What does not fit is nil, never rounded.
struct ExactNumber: Hashable, Sendable {
  let numerator: Int128
  let denominator: Int128
  let exponent: Int

  static let one = ExactNumber(numerator: 1, denominator: 1, exponent: 0)
  static let fiveNinths = ExactNumber(numerator: 5, denominator: 9, exponent: 0)

  private init(numerator: Int128, denominator: Int128, exponent: Int) {
    self.numerator = numerator
    self.denominator = denominator
    self.exponent = exponent
  }

  /// Makes mantissa × 10^exponent.
  init(_ mantissa: Int64, exponent: Int = 0) {
    var numerator = Int128(mantissa)
    var exponent = numerator == 0 ? 0 : exponent
    while numerator != 0, numerator.isMultiple(of: 10) {
      numerator /= 10
      exponent += 1
    }
    self.init(numerator: numerator, denominator: 1, exponent: exponent)
  }

  /// Whether it is a power of ten.
  var isPowerOfTen: Bool { numerator == 1 && denominator == 1 }

  /// One divided by it; nil for zero.
  var inverse: ExactNumber? {
    guard numerator != 0 else { return nil }
    let sign: Int128 = numerator < 0 ? -1 : 1
    return .reduced(denominator * sign, over: numerator * sign, exponent: -exponent)
  }

  var negated: ExactNumber {
    ExactNumber(numerator: -numerator, denominator: denominator, exponent: exponent)
  }

  /// The product; nil where it does not fit.
  func times(_ other: ExactNumber) -> ExactNumber? {
    guard let numerator = Self.product(numerator, other.numerator),
      let denominator = Self.product(denominator, other.denominator)
    else { return nil }
    return .reduced(numerator, over: denominator, exponent: exponent + other.exponent)
  }

  /// The sum; nil where it does not fit.
  func plus(_ other: ExactNumber) -> ExactNumber? {
    let common = min(exponent, other.exponent)
    guard let left = aligned(to: common, over: other.denominator),
      let right = other.aligned(to: common, over: denominator),
      let denominator = Self.product(denominator, other.denominator)
    else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : .reduced(sum, over: denominator, exponent: common)
  }

  private func aligned(to common: Int, over denominator: Int128) -> Int128? {
    guard let power = Self.powerOfTen(exponent - common) else { return nil }
    return Self.product(numerator, power).flatMap { Self.product($0, denominator) }
  }

  private static func reduced(
    _ numerator: Int128, over denominator: Int128, exponent: Int
  ) -> ExactNumber? {
    guard numerator != 0 else { return ExactNumber(0) }
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    var (top, bottom, power) = (numerator / divisor, denominator / divisor, exponent)
    for (prime, other) in [(2, 5), (5, 2)] as [(Int128, Int128)] {
      while bottom.isMultiple(of: prime) {
        guard let scaled = product(top, other) else { return nil }
        (top, bottom, power) = (scaled, bottom / prime, power - 1)
      }
    }
    while top.isMultiple(of: 10) { (top, power) = (top / 10, power + 1) }
    return ExactNumber(numerator: top, denominator: bottom, exponent: power)
  }

  private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> Int128 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return Int128(left)
  }

  private static func product(_ left: Int128, _ right: Int128) -> Int128? {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? nil : product
  }

  private static func powerOfTen(_ exponent: Int) -> Int128? {
    guard (0...38).contains(exponent) else { return nil }
    return (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
  }
}

extension ExactNumber {
  /// The number with as many significant digits as asked for, half to even, and whether that is
  /// all of it; nil where it does not fit.
  func decimal(digits: Int) -> (mantissa: Int64, exponent: Int, isExact: Bool)? {
    guard (1...18).contains(digits), let limit = Self.powerOfTen(digits) else { return nil }
    var (top, bottom, power) = (numerator, denominator, exponent)
    // One digit more than is kept, so that what is rounded off is known to be more than nothing.
    while bottom > 1, top.magnitude / bottom.magnitude < limit.magnitude {
      guard let scaled = Self.product(top, 10) else { return nil }
      (top, power) = (scaled, power - 1)
    }
    while top.magnitude / bottom.magnitude >= limit.magnitude {
      guard let scaled = Self.product(bottom, 10) else { return nil }
      (bottom, power) = (scaled, power + 1)
    }
    let (quotient, rest) = top.quotientAndRemainder(dividingBy: bottom)
    let twice = rest.magnitude.multipliedReportingOverflow(by: 2)
    let isUp =
      twice.overflow || twice.partialValue > bottom.magnitude
      || twice.partialValue == bottom.magnitude && !quotient.isMultiple(of: 2)
    let rounded = quotient + (isUp ? (top < 0 ? -1 : 1) : 0)
    return (Int64(rounded), power, rest == 0)
  }
}
