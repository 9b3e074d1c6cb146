/// Units of IEEE 11073-10101 (partition 4) and what they are in UCUM.
///
/// A unit's term is a multiple of 32 plus the power of ten: 3072 is L/min, 3072 + 18 mL/min. The
/// name follows: `MDC_DIM_X_L_PER_MIN`, `MDC_DIM_MILLI_L_PER_MIN`.
public enum MDCUnit {
  /// The partition of units.
  public static let partition: UInt16 = 4

  /// The UCUM code of a unit by its number; nil where this module does not know it.
  public static func ucum(of code: MDCCode) -> String? {
    guard code.partition == partition else { return nil }
    return byTerm[code.term]
  }

  /// The UCUM code of a unit by its reference id, with or without `MDC_DIM_`; nil where unknown.
  public static func ucum(named name: String) -> String? {
    let prefix = "MDC_DIM_"
    return byName[name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name]
  }

  /// Every UCUM code that a unit of the table becomes.
  public static var known: Set<String> { Set(byName.values) }

  private struct Row {
    let term: UInt16?
    let name: String
    let ucum: String

    init(_ term: UInt16?, _ name: String, _ ucum: String) {
      self.term = term
      self.name = name
      self.ucum = ucum
    }

    /// Name and code with the power of ten where the tilde stands.
    func scaled(_ factor: Factor) -> (name: String, ucum: String) {
      (Self.fill(name, factor.name), Self.fill(ucum, factor.ucum))
    }

    var isScalable: Bool { name.contains("~") }

    private static func fill(_ pattern: String, _ text: String) -> String {
      pattern.split(separator: "~", omittingEmptySubsequences: false).joined(separator: text)
    }
  }

  private struct Factor {
    let offset: UInt16
    let name: String
    let ucum: String
  }

  /// Powers of ten whose offset is the same in every source at hand; others (mega) are left out.
  private static let factors = [
    Factor(offset: 0, name: "X_", ucum: ""),
    Factor(offset: 0, name: "", ucum: ""),
    Factor(offset: 2, name: "HECTO_", ucum: "h"),
    Factor(offset: 3, name: "KILO_", ucum: "k"),
    Factor(offset: 16, name: "DECI_", ucum: "d"),
    Factor(offset: 17, name: "CENTI_", ucum: "c"),
    Factor(offset: 18, name: "MILLI_", ucum: "m"),
    Factor(offset: 19, name: "MICRO_", ucum: "u"),
    Factor(offset: 20, name: "NANO_", ucum: "n"),
    Factor(offset: 21, name: "PICO_", ucum: "p"),
  ]

  private static let byTerm: [UInt16: String] = {
    var known: [UInt16: String] = [:]
    for row in rows {
      guard let term = row.term else { continue }
      for factor in factors where row.isScalable || factor.offset == 0 {
        known[term + factor.offset] = row.scaled(factor).ucum
      }
    }
    return known
  }()

  private static let byName: [String: String] = {
    var known: [String: String] = [:]
    for row in rows {
      for factor in factors where row.isScalable || factor.offset == 0 {
        let (name, ucum) = row.scaled(factor)
        known[name] = ucum
      }
    }
    return known
  }()

  /// Terms: IEEE 11073-10101 as sent by GE B40 (manual 2062665-001) and printed in the Philips
  /// IntelliVue *Data Export Interface Programming Guide*; a term on which these and 11073-20601
  /// disagree (kg/m², 1952 or 1955) stands without a number.
  private static let rows: [Row] = [
    Row(512, "DIMLESS", "1"),
    Row(544, "PERCENT", "%"),
    Row(1_280, "~M", "~m"),
    Row(1_600, "~L", "~L"),
    Row(1_632, "~L_PER_BREATH", "~L"),
    Row(1_696, "PER_~L", "/~L"),
    Row(1_728, "~G", "~g"),
    Row(1_760, "X_LB", "[lb_av]"),
    Row(nil, "LB", "[lb_av]"),
    Row(nil, "KG_PER_M_SQ", "kg/m2"),
    Row(nil, "KILO_G_PER_M_SQ", "kg/m2"),
    Row(2_016, "~G_PER_CM_CUBE", "~g/cm3"),
    Row(2_048, "~G_PER_L", "~g/L"),
    Row(2_112, "~G_PER_DL", "~g/dL"),
    Row(2_144, "~G_PER_ML", "~g/mL"),
    Row(2_176, "~SEC", "~s"),
    Row(2_208, "MIN", "min"),
    Row(2_240, "HR", "h"),
    Row(2_272, "DAY", "d"),
    Row(2_304, "WEEKS", "wk"),
    Row(2_336, "MON", "mo"),
    Row(2_368, "YR", "a"),
    Row(2_496, "~HZ", "~Hz"),
    Row(2_528, "PER_MIN", "/min"),
    Row(2_560, "PER_HR", "/h"),
    Row(2_592, "PER_DAY", "/d"),
    Row(2_720, "BEAT_PER_MIN", "/min"),
    Row(2_752, "PULS_PER_MIN", "/min"),
    Row(2_784, "RESP_PER_MIN", "/min"),
    Row(2_816, "~M_PER_SEC", "~m/s"),
    Row(2_848, "~L_PER_MIN_PER_M_SQ", "~L/min/m2"),
    Row(3_040, "~L_PER_SEC", "~L/s"),
    Row(3_072, "~L_PER_MIN", "~L/min"),
    Row(3_104, "~L_PER_HR", "~L/h"),
    Row(3_136, "~L_PER_DAY", "~L/d"),
    Row(3_168, "~L_PER_KG", "~L/kg"),
    Row(3_328, "~G_PER_MIN", "~g/min"),
    Row(3_360, "~G_PER_HR", "~g/h"),
    Row(3_456, "~G_PER_KG_PER_MIN", "~g/kg/min"),
    Row(3_488, "~G_PER_KG_PER_HR", "~g/kg/h"),
    Row(3_840, "~PASCAL", "~Pa"),
    Row(3_872, "MMHG", "mm[Hg]"),
    Row(3_904, "CM_H2O", "cm[H2O]"),
    Row(3_936, "~BAR", "~bar"),
    Row(3_968, "~JOULES", "~J"),
    Row(4_032, "~WATT", "~W"),
    Row(4_160, "~AMPS", "~A"),
    Row(4_256, "~VOLT", "~V"),
    Row(4_288, "~OHM", "~Ohm"),
    Row(4_384, "KELVIN", "K"),
    Row(4_416, "FAHR", "[degF]"),
    Row(4_544, "~MOLE", "~mol"),
    Row(4_576, "~EQUIV", "~eq"),
    Row(4_608, "~OSM_PER_L", "~osm/L"),
    Row(4_704, "~MOLE_PER_L", "~mol/L"),
    Row(4_832, "~EQUIV_PER_L", "~eq/L"),
    Row(5_472, "~INTL_UNIT", "~[iU]"),
    Row(5_568, "~INTL_UNIT_PER_L", "~[iU]/L"),
    Row(5_600, "~INTL_UNIT_PER_ML", "~[iU]/mL"),
    Row(5_696, "~INTL_UNIT_PER_HR", "~[iU]/h"),
    Row(5_888, "~L_PER_CM_H2O", "~L/cm[H2O]"),
    Row(5_920, "CM_H2O_PER_L_PER_SEC", "cm[H2O]/L/s"),
    Row(6_048, "DEGC", "Cel"),
    Row(6_144, "CM_H2O_PER_L", "cm[H2O]/L"),
    Row(6_432, "DECIBEL", "dB"),
    Row(nil, "PH", "[pH]"),
  ]
}
