/// The syntax of UCUM (case-sensitive) over the atoms that hospitals use.
///
/// Source: The Unified Code for Units of Measure, version 2.1, §§2–5 and tables 1 to 4.
public enum UCUM {
  /// Whether a text is a UCUM unit made of atoms that this module knows: `mm[Hg]`, `10*9/L`,
  /// `mL/kg/h`, `{score}`.
  public static func isValid(_ text: String) -> Bool { parsed(text) != nil }

  /// A text that was read as a unit to its end; nil where it is none.
  static func parsed(_ text: String) -> UCUMParser? {
    guard !text.isEmpty, text.utf8.count <= 64 else { return nil }
    var parser = UCUMParser(text)
    return parser.unit() ? parser : nil
  }

  /// What may carry a prefix (UCUM: metric units).
  static let metricAtoms: Set<String> = [
    "m", "s", "g", "rad", "K", "C", "cd", "mol", "sr", "Hz", "N", "Pa", "J", "W", "A", "V", "F",
    "Ohm", "S",
    "Wb", "Cel", "T", "H", "lm", "lx", "Bq", "Gy", "Sv", "l", "L", "ar", "t", "bar", "u", "eV",
    "eq", "osm",
    "g%", "kat", "U", "[iU]", "[IU]", "B", "B[V]", "cal", "dyn", "st", "m[Hg]", "m[H2O]", "R",
    "mho", "G",
    "bit", "By", "erg", "P", "gf",
  ]

  /// What may not.
  static let plainAtoms: Set<String> = [
    "%", "1", "10*", "10^", "[pi]", "min", "h", "d", "a", "wk", "mo", "deg", "'", "''", "[degF]",
    "[in_i]",
    "[ft_i]", "[yd_i]", "[psi]", "[lb_av]", "[oz_av]", "[gal_us]", "[foz_us]", "[cup_us]",
    "[tsp_us]", "[tbs_us]",
    "[pH]",
    "[ppm]", "[ppb]", "[ppth]", "[diop]", "[drp]", "[HPF]", "[LPF]", "[CFU]", "[PFU]", "[arb'U]",
    "[USP'U]",
    "[anti'Xa'U]", "[CCID_50]", "[TCID_50]", "[EID_50]", "[Amb'a'1'U]", "[S]", "[Ch]", "atm",
    "mm[Hg]",
  ]

  /// Prefixes and the power of ten each stands for (UCUM table 1).
  static let prefixes: [(symbol: String, power: Int)] = [
    ("da", 1), ("Y", 24), ("Z", 21), ("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6), ("k", 3),
    ("h", 2), ("d", -1), ("c", -2), ("m", -3), ("u", -6), ("n", -9), ("p", -12), ("f", -15),
    ("a", -18), ("z", -21), ("y", -24),
  ]

  /// Whether a text is an atom, with a prefix where one is allowed.
  static func isSimpleUnit(_ text: String) -> Bool {
    if metricAtoms.contains(text) || plainAtoms.contains(text) { return true }
    return prefixes.contains {
      text.hasPrefix($0.symbol) && metricAtoms.contains(String(text.dropFirst($0.symbol.count)))
    }
  }
}
