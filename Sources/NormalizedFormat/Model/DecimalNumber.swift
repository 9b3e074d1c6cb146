/// A decimal number exactly as sent: `120` is not `120.0`, and neither is a binary float.
///
/// Its value is mantissa × 10^exponent, and the exponent keeps the trailing zeros that tell how
/// well a thing was measured. Two numbers are equal when both parts are.
public struct DecimalNumber: Hashable, Sendable {
  /// All digits, with the sign.
  public var mantissa: Int64
  /// Power of ten: -1 for one digit after the point.
  public var exponent: Int16

  /// Makes mantissa × 10^exponent.
  public init(_ mantissa: Int64, exponent: Int16 = 0) {
    self.mantissa = mantissa
    self.exponent = exponent
  }
}

extension DecimalNumber {
  /// Reads `[+-] digits [. digits] [E [+-] digits]` (HL7 v2 NM, XML Schema decimal), nothing else
  /// around.
  ///
  /// Nil for anything else, and for more digits than 64 bits hold: such a value is kept as text,
  /// never rounded. A sign on zero is not kept.
  public init?(_ text: some Collection<UInt8>) {
    var parser = DecimalParser()
    for byte in text {
      guard parser.take(byte) else { return nil }
    }
    guard let number = parser.number else { return nil }
    self = number
  }

  /// Reads a text; see ``init(_:)``.
  public init?(_ text: String) { self.init(text.utf8) }
}

/// A decimal number's grammar as a state machine: one byte at a time, no allocation.
private struct DecimalParser {
  private enum State { case start, sign, whole, point, fraction, mark, exponentSign, exponent }

  private var state = State.start
  private var isNegative = false
  private var magnitude: UInt64 = 0
  private var fractionDigits = 0
  private var exponent = 0
  private var isExponentNegative = false

  mutating func take(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return digit(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return sign(byte == UInt8(ascii: "-"))
    case UInt8(ascii: "."): return advance(from: [.start, .sign, .whole], to: .point)
    case UInt8(ascii: "e"), UInt8(ascii: "E"): return advance(from: [.whole, .fraction], to: .mark)
    default: return false
    }
  }

  var number: DecimalNumber? {
    guard state == .whole || state == .fraction || state == .exponent else { return nil }
    let power = (isExponentNegative ? -exponent : exponent) - fractionDigits
    guard let exponent = Int16(exactly: power), let mantissa else { return nil }
    return DecimalNumber(mantissa, exponent: exponent)
  }

  private var mantissa: Int64? {
    guard isNegative else { return Int64(exactly: magnitude) }
    return magnitude == 1 << 63 ? .min : Int64(exactly: magnitude).map { -$0 }
  }

  private mutating func advance(from states: [State], to next: State) -> Bool {
    guard states.contains(state) else { return false }
    state = next
    return true
  }

  private mutating func sign(_ negative: Bool) -> Bool {
    if advance(from: [.mark], to: .exponentSign) {
      isExponentNegative = negative
      return true
    }
    isNegative = negative
    return advance(from: [.start], to: .sign)
  }

  private mutating func digit(_ value: UInt8) -> Bool {
    switch state {
    case .start, .sign, .whole: state = .whole
    case .point, .fraction:
      state = .fraction
      fractionDigits += 1
    case .mark, .exponentSign, .exponent:
      state = .exponent
      exponent = exponent * 10 + Int(value)
      return exponent <= 9_999
    }
    let (shifted, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
    let (sum, isTooLargeNow) = shifted.addingReportingOverflow(UInt64(value))
    magnitude = sum
    return !isTooLarge && !isTooLargeNow && fractionDigits <= 9_999
  }
}

extension DecimalNumber: CustomStringConvertible {
  /// The shortest plain form that keeps every digit: `97`, `36.60`, `1E+3`.
  public var description: String {
    guard exponent != 0 else { return String(mantissa) }
    guard exponent < 0, exponent >= -18 else {
      return "\(mantissa)E\(exponent > 0 ? "+" : "")\(exponent)"
    }
    let digits = String(mantissa.magnitude)
    let places = Int(-exponent)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let split = padded.index(padded.endIndex, offsetBy: -places)
    return (mantissa < 0 ? "-" : "") + padded[..<split] + "." + padded[split...]
  }
}
