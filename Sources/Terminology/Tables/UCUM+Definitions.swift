extension UCUM {
  /// What an atom is, each by units above it.
  ///
  /// Source: The Unified Code for Units of Measure 2.1, tables 2 to 17.
  ///
  /// Left out on purpose, and so commensurable with themselves alone: mol is a base here, and eq,
  /// osm and international units are no mol; Bq, Gy and Sv are not what their dimensions say;
  /// drops, fields of a microscope and colonies are no numbers to calculate with; pi, rad and the
  /// electronvolt have no exact factor; the bel is a logarithm.
  static let definitions: [(symbol: String, unit: String)] = [
    // Numbers.
    ("1", "10/10"), ("10*", "10"), ("10^", "10"), ("%", "/100"), ("[ppth]", "/1000"),
    ("[ppm]", "/1000000"), ("[ppb]", "/1000000000"),
    // Time; a year is Julian, and so a month.
    ("min", "60.s"), ("h", "60.min"), ("d", "24.h"), ("wk", "7.d"), ("a", "36525.d/100"),
    ("mo", "a/12"), ("Hz", "s-1"),
    // Length and area.
    ("[in_i]", "254.cm/100"), ("[ft_i]", "12.[in_i]"), ("[yd_i]", "3.[ft_i]"), ("[Ch]", "mm/3"),
    ("ar", "100.m2"),
    ("[diop]", "m-1"),
    // Volume.
    ("l", "dm3"), ("L", "l"), ("st", "m3"), ("[gal_us]", "231.[in_i]3"),
    ("[foz_us]", "[gal_us]/128"), ("[cup_us]", "8.[foz_us]"), ("[tbs_us]", "[foz_us]/2"),
    ("[tsp_us]", "[tbs_us]/3"),
    // Mass.
    ("t", "1000.kg"), ("[lb_av]", "45359237.g/100000"), ("[oz_av]", "[lb_av]/16"), ("g%", "g/dl"),
    // Mechanics; the calorie is the thermochemical one.
    ("N", "kg.m/s2"), ("Pa", "N/m2"), ("J", "N.m"), ("W", "J/s"), ("bar", "100000.Pa"),
    ("atm", "101325.Pa"), ("m[Hg]", "133322.Pa"), ("mm[Hg]", "133322.Pa/1000"),
    ("m[H2O]", "980665.Pa/100"), ("dyn", "g.cm/s2"), ("erg", "dyn.cm"),
    ("gf", "980665.g.m/s2/100000"), ("[psi]", "[lb_av].gf/g/[in_i]2"), ("P", "dyn.s/cm2"),
    ("cal", "4184.J/1000"),
    // Electricity.
    ("A", "C/s"), ("V", "J/C"), ("F", "C/V"), ("Ohm", "V/A"), ("S", "Ohm-1"), ("mho", "S"),
    ("Wb", "V.s"), ("T", "Wb/m2"), ("G", "T/10000"), ("H", "Wb/A"),
    // Catalysis, and two spellings of one unit.
    ("kat", "mol/s"), ("U", "umol/min"), ("[IU]", "[iU]"),
    // Angle and information.
    ("'", "deg/60"), ("''", "'/60"), ("By", "8.bit"),
  ]

  /// Scales that do not begin at zero (UCUM §21 and table 3): (number + offset) × ratio of kelvin.
  static let temperatures: [String: Scale] = [
    "Cel": Scale(.one, ["K": 1], offset: ExactNumber(27_315, exponent: -2)),
    "[degF]": Scale(.fiveNinths, ["K": 1], offset: ExactNumber(45_967, exponent: -2)),
  ]
}
