import NormalizedFormat
import Terminology
import Testing

@Suite struct ConversionTests {
  /// From tables that are not UCUM's: NIST SP 811, the SI brochure, and what clinicians know by
  /// heart; a tilde stands before what was rounded.
  @Test(arguments: [
    ("120", "mm[Hg]", "15.99864", "kPa"), ("100", "mm[Hg]", "13.3322", "kPa"),
    ("16", "kPa", "~120.010201", "mm[Hg]"), ("10", "cm[H2O]", "9.80665", "hPa"),
    ("10", "cm[H2O]", "~7.35561273", "mm[Hg]"), ("1013.25", "mbar", "1", "atm"),
    ("101.325", "kPa", "~760.002100", "mm[Hg]"), ("1", "bar", "1000", "mbar"),
    ("98.6", "[degF]", "37", "Cel"), ("37", "Cel", "98.6", "[degF]"), ("37", "Cel", "310.15", "K"),
    ("-40", "Cel", "-40", "[degF]"), ("0", "K", "-459.67", "[degF]"),
    ("100", "[degF]", "~37.7777778", "Cel"),
    ("5.5", "mmol/L", "0.0055", "mol/L"), ("88", "umol/L", "0.088", "mmol/L"),
    ("5.5", "mmol/L", "5.5", "mol/m3"), ("14.2", "g/dL", "142", "g/L"),
    ("14.2", "g%", "142", "mg/mL"), ("5", "ug/mL", "5", "mg/L"),
    ("60", "/min", "1", "Hz"), ("72", "/min", "1.2", "/s"), ("1.5", "Hz", "90", "/min"),
    ("5", "L/min", "5000", "mL/min"), ("6", "L/min", "100", "mL/s"),
    ("90", "mL/h", "1.5", "mL/min"),
    ("1.5", "l", "1500", "mL"), ("1", "mL", "1", "cm3"), ("1", "[gal_us]", "3.785411784", "L"),
    ("1", "[foz_us]", "29.5735295625", "mL"), ("1", "[tsp_us]", "4.92892159375", "mL"),
    ("154", "[lb_av]", "69.85322498", "kg"), ("70", "kg", "~154.323584", "[lb_av]"),
    ("1", "[oz_av]", "28.349523125", "g"), ("3200", "g", "3.2", "kg"),
    ("70", "[in_i]", "177.8", "cm"), ("6", "[ft_i]", "1.8288", "m"), ("12", "[Ch]", "4", "mm"),
    ("1", "kcal", "4.184", "kJ"), ("2000", "kcal/d", "~96.8518519", "W"),
    ("90", "min", "1.5", "h"), ("1", "d", "86400", "s"), ("2", "wk", "14", "d"),
    ("1", "a", "12", "mo"),
    ("1", "U/L", "~16.6666667", "nkat/L"), ("60", "U/L", "1", "ukat/L"),
    ("98", "%", "0.98", "1"), ("5000", "[ppm]", "0.5", "%"), ("0.4", "mV", "400", "uV"),
    ("250", "10*9/L", "250", "10*3/uL"), ("4.5", "10*6/uL", "4.5", "10*12/L"),
    ("7", "10*9/L", "7", "/nL"), ("1", "mm[Hg].min/L", "79.9932", "dyn.s/cm5"),
    ("10", "ug/kg/min", "0.6", "mg/kg/h"), ("3", "L/min/m2", "50", "mL/s/m2"),
    ("50", "mL/cm[H2O]", "0.05", "L/cm[H2O]"), ("1", "cP", "1", "mPa.s"), ("30", "'", "0.5", "deg"),
    ("22", "kg/m2", "2.2", "g/cm2"), ("1", "(m.s)/kg", "1", "m.(s/kg)"), ("8", "bit", "1", "By"),
    ("1", "[psi]", "~6.89475729", "kPa"), ("1", "[yd_i]", "91.44", "cm"),
    ("1", "kgf.m", "9.80665", "J"),
  ])
  func `a number converts as tables say`(
    number: String, unit: String, expected: String, other: String
  ) throws {
    let isRounded = expected.hasPrefix("~")
    let value = try #require(DecimalNumber(number))
    let wanted = try #require(DecimalNumber(isRounded ? String(expected.dropFirst()) : expected))
    let result = try #require(
      UCUM.convert(
        value.mantissa, exponent: value.exponent, from: unit, to: other, digits: isRounded ? 9 : 15)
    )
    #expect(
      Self.plain(result.mantissa, result.exponent) == Self.plain(wanted.mantissa, wanted.exponent))
    #expect(result.isExact != isRounded)
  }

  /// Each line is commensurable in itself and with no other.
  static let families = [
    ["mm[Hg]", "kPa", "cm[H2O]", "mbar", "hPa", "Pa", "atm"],
    ["Cel", "[degF]", "K"],
    ["mmol/L", "mol/L", "umol/L", "nmol/mL", "mol/m3"],
    ["g/dL", "g/L", "mg/dL", "ug/mL", "g%"],
    ["/min", "Hz", "/s", "/h", "kHz"],
    ["L/min", "mL/h", "mL/s", "L/d"],
    ["mL", "L", "dl", "[foz_us]", "cm3"],
    ["kg", "g", "[lb_av]", "[oz_av]", "mg", "t"],
    ["m", "cm", "[in_i]", "[ft_i]", "mm"],
    ["kcal", "kJ", "J", "erg", "W.h"],
    ["s", "min", "h", "d", "ms", "wk", "mo", "a"],
    ["U/L", "mU/mL", "ukat/L"],
    ["m[iU]/mL", "[iU]/L", "k[IU]/L"],
    ["%", "1", "[ppm]", "10*"],
    ["mV", "V", "uV"], ["meq/L", "eq/L"], ["mosm/kg", "osm/kg"], ["dyn.s/cm5", "kPa.s/L"],
    ["mL/min/{1.73_m2}", "L/h/{1.73_m2}"], ["[pH]"], ["dB", "B"], ["/[HPF]"], ["Bq", "MBq"],
    ["Gy", "mGy"], ["Sv", "mSv"], ["[drp]/min", "[drp]/h"], ["mg{creat}", "g{creat}"], ["{score}"],
  ]

  @Test(arguments: families.indices)
  func `units of a family convert into each other, and there and back is the same`(index: Int) {
    for unit in Self.families[index] {
      for other in Self.families[index] {
        for (mantissa, exponent) in [(1, 0), (370, -1), (-12_345, -4), (999_999, 3)]
          as [(Int64, Int16)]
        {
          guard
            let there = UCUM.convert(
              mantissa, exponent: exponent, from: unit, to: other, digits: 18),
            let back = UCUM.convert(
              there.mantissa, exponent: there.exponent, from: other, to: unit, digits: 12)
          else {
            Issue.record("\(mantissa)e\(exponent) \(unit) to \(other)")
            continue
          }
          let exact = UCUM.convert(
            there.mantissa, exponent: there.exponent, from: other, to: unit, digits: 18)
          #expect(Self.plain(back.mantissa, back.exponent) == Self.plain(mantissa, exponent))
          #expect(!there.isExact || exact?.isExact == true, "\(unit) to \(other)")
        }
      }
    }
  }

  @Test(arguments: families.indices)
  func `units of two families do not convert`(index: Int) {
    for (position, family) in Self.families.enumerated() where position != index {
      for unit in Self.families[index] {
        for other in family {
          #expect(!UCUM.areCommensurable(unit, other), "\(unit) and \(other)")
          #expect(UCUM.convert(1, from: unit, to: other) == nil)
        }
      }
    }
  }

  @Test(arguments: [
    ("mmol/L", "mg/dL"), ("mmol/L", "meq/L"), ("g/L", "[iU]/L"), ("mL/min", "mL/min/{1.73_m2}"),
    ("bpm", "/min"), ("kg", ""), ("Cel/min", "K/min"), ("mCel", "K"), ("mmHg", "kPa"),
    ("m0", "{x}"), ("0", "1"), ("1/0", "1"),
  ])
  func `what needs a substance, or is not known, is refused`(unit: String, other: String) {
    #expect(UCUM.convert(5, from: unit, to: other) == nil)
  }

  @Test func `zeros that tell how well was measured stay where ten is the only factor`() {
    let litre = UCUM.convert(150, exponent: -2, from: "L", to: "mL")
    #expect(litre?.mantissa == 150)
    #expect(litre?.exponent == 1)
    #expect(UCUM.convert(3_660, exponent: -2, from: "Cel", to: "Cel")?.mantissa == 3_660)
  }

  @Test func `nothing is nothing in every unit, but on a scale of temperature`() {
    #expect(UCUM.convert(0, from: "h", to: "min")?.mantissa == 0)
    #expect(UCUM.convert(0, from: "s", to: "min")?.mantissa == 0)
    #expect(UCUM.convert(0, from: "mm[Hg]", to: "cm[H2O]")?.isExact == true)
    #expect(UCUM.convert(0, from: "Cel", to: "[degF]")?.mantissa == 32)
  }

  @Test func `half is rounded to even, and away from what is left out`() {
    #expect(UCUM.convert(125, exponent: -2, from: "h", to: "min", digits: 1)?.mantissa == 8)
    #expect(UCUM.convert(75, from: "s", to: "min", digits: 2)?.mantissa == 12)
    #expect(UCUM.convert(-105, from: "s", to: "min", digits: 2)?.mantissa == -18)
    #expect(UCUM.convert(20, from: "s", to: "min", digits: 3)?.mantissa == 333)
    #expect(UCUM.convert(40, from: "s", to: "min", digits: 3)?.mantissa == 667)
    #expect(UCUM.convert(1, from: "s", to: "min", digits: 0) == nil)
    #expect(UCUM.convert(1, from: "s", to: "min", digits: 19) == nil)
  }

  @Test(
    arguments: [
      (.max, .max), (.min, .min), (.max, 0), (.min, 0), (1, .max), (1, .min), (.min, .max),
    ] as [(Int64, Int16)])
  func `numbers at the edge convert or are refused, and stop nothing`(
    mantissa: Int64, exponent: Int16
  ) {
    for family in Self.families {
      for unit in family {
        let result = UCUM.convert(mantissa, exponent: exponent, from: family[0], to: unit)
        #expect(result.map { $0.mantissa != 0 } ?? true)
      }
    }
    #expect(UCUM.convert(1, from: "m999", to: "m998") == nil)
    #expect(UCUM.convert(1, from: "[lb_av]99", to: "kg99") == nil)
  }

  @Test func `every unit that spellings and MDC units become can be converted into itself`() {
    for unit in Set(UnitSpelling.all.values).union(MDCUnit.known) {
      #expect(UCUM.areCommensurable(unit, unit), "\(unit)")
    }
  }

  private static func plain(_ mantissa: Int64, _ exponent: Int16) -> [Int] {
    var (mantissa, exponent) = (Int(mantissa), mantissa == 0 ? 0 : Int(exponent))
    while mantissa != 0, mantissa.isMultiple(of: 10) {
      (mantissa, exponent) = (mantissa / 10, exponent + 1)
    }
    return [mantissa, exponent]
  }
}
