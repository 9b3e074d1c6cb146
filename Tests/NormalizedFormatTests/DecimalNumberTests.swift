import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

@Suite struct DecimalNumberTests {
  @Test(arguments: [
    ("97", 97, 0), ("36.60", 3_660, -2), ("-0.5", -5, -1), ("+12", 12, 0), ("007", 7, 0),
    (".5", 5, -1),
    ("120.0", 1_200, -1), ("1E3", 1, 3), ("2.5e-3", 25, -4), ("-9223372036854775808", Int64.min, 0),
    ("9223372036854775807", Int64.max, 0), ("0.00", 0, -2),
  ])
  func `a number keeps all its digits`(text: String, mantissa: Int64, exponent: Int) {
    #expect(DecimalNumber(text) == DecimalNumber(mantissa, exponent: Int16(exponent)))
  }

  @Test(arguments: [
    "", "-", "+", ".", "5.", "1e", "1e+", "<15", "None", "---", "1,5", "1 ", " 1", "1.2.3", "1e5.0",
    "0x10",
    "NaN", "Infinity", "--1", "1-2", "9223372036854775808", "-9223372036854775809", "1e99999", "٣",
    "12345678901234567890",
  ])
  func `what is no number, or has more digits than fit, is none`(text: String) {
    #expect(DecimalNumber(text) == nil)
  }

  @Test(arguments: [
    (97, 0, "97"), (3_660, -2, "36.60"), (-5, -1, "-0.5"), (0, -2, "0.00"), (1, 3, "1E+3"),
    (7, -20, "7E-20"),
    (Int64.min, -3, "-9223372036854775.808"), (Int64.min, 0, "-9223372036854775808"),
  ])
  func `its text reads back as the same number`(mantissa: Int64, exponent: Int, text: String) {
    let number = DecimalNumber(mantissa, exponent: Int16(exponent))
    #expect(number.description == text)
    #expect(DecimalNumber(text) == number)
  }

  @Test func `any number reads back from its text`() throws {
    var random = SeededRandom(3)
    for _ in 0..<2_000 {
      let number = DecimalNumber(
        Int64(bitPattern: random.next()) >> (random.next() % 64),
        exponent: Int16.random(in: -300...300, using: &random))
      try #require(DecimalNumber(number.description) == number)
    }
  }
}
