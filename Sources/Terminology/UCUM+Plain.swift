extension UCUM {
  /// Whether people who write an atom with this prefix, or without, mean it: `cP` and `dB` are
  /// what they are, `P` and `B` may be anything, `ft` is no femtotonne.
  ///
  /// For free text. Where a sender says that it is UCUM, all of UCUM holds.
  static func isPlain(_ symbol: String) -> Bool {
    symbol.hasSuffix("]") || plain.contains(symbol)
  }

  private static let plain: Set<String> = {
    var plain = plainAtoms.subtracting(twofoldAtoms)
    for (atom, prefixes) in usual {
      for prefix in prefixes.split(separator: " ") {
        plain.insert(prefix == "-" ? atom : prefix + atom)
      }
    }
    return plain
  }()

  /// Minutes and seconds of arc are written like feet and inches, and like those of time.
  private static let twofoldAtoms: Set<String> = ["'", "''"]

  /// The prefixes with which hospitals use an atom; a dash stands for none.
  ///
  /// Not here, since they are written for something else more often than for what UCUM has: C
  /// (Celsius), F (Fahrenheit), G (gram, giga), H (`pH`, hours), K (thousand), R, S (seconds), T
  /// and t (tera; `ft`, `pt`, `ct`, `mt`), u (units), rad (also 0.01 Gy), st (stone), ar, sr, bit,
  /// By, Wb; `dag` (day), `hg`, `hs`, `Mg`, `pm`, `meV` and their like.
  private static let usual = [
    "m": "- k d c m u n", "s": "- m u n", "g": "- k c m u n p f", "cd": "-",
    "mol": "- k m u n p f", "Hz": "- k M G m", "N": "- k m", "Pa": "- da h k M m u",
    "J": "- k M m u", "W": "- k m u", "A": "- m u n", "V": "- k m u n", "Ohm": "- k M m",
    "Cel": "- m", "lm": "- k", "lx": "- k", "Bq": "- k M G T m", "Gy": "- k d c m u",
    "Sv": "- m u n", "l": "- d c m u n p f", "L": "- d c m u n p f", "bar": "- k m",
    "eV": "- k M", "eq": "- m u n", "osm": "- m", "g%": "- m u n", "kat": "- m u n p",
    "U": "- k m u n", "B": "d", "cal": "- k",
    "dyn": "-", "mho": "- m u", "erg": "-", "P": "c",
  ]
}
