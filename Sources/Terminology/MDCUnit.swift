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

  /// A unit with all its powers of ten.
  struct Row {
    let term: UInt16?
    let name: String
    let ucum: String

    init(_ term: UInt16?, _ name: String, _ ucum: String) {
      self.term = term
      self.name = name
      self.ucum = ucum
    }

    /// Name and code with the power of ten where the tilde stands.
    fileprivate func scaled(_ factor: Factor) -> (name: String, ucum: String) {
      (Self.fill(name, factor.name), Self.fill(ucum, factor.ucum))
    }

    var isScalable: Bool { name.contains("~") }

    private static func fill(_ pattern: String, _ text: String) -> String {
      pattern.split(separator: "~", omittingEmptySubsequences: false).joined(separator: text)
    }
  }

  fileprivate struct Factor {
    /// What is added to the term; nil where sources disagree.
    let offset: UInt16?
    let name: String
    let ucum: String
  }

  /// Powers of ten; mega is 4 or 5 by the row of the IntelliVue guide, and so known by name alone.
  private static let factors = [
    Factor(offset: 0, name: "X_", ucum: ""),
    Factor(offset: 0, name: "", ucum: ""),
    Factor(offset: 2, name: "HECTO_", ucum: "h"),
    Factor(offset: 3, name: "KILO_", ucum: "k"),
    Factor(offset: nil, name: "MEGA_", ucum: "M"),
    Factor(offset: 16, name: "DECI_", ucum: "d"),
    Factor(offset: 17, name: "CENTI_", ucum: "c"),
    Factor(offset: 18, name: "MILLI_", ucum: "m"),
    Factor(offset: 19, name: "MICRO_", ucum: "u"),
    Factor(offset: 20, name: "NANO_", ucum: "n"),
    Factor(offset: 21, name: "PICO_", ucum: "p"),
  ]

  private static let byTerm: [UInt16: String] = {
    var known: [UInt16: String] = [:]
    for row in numbered {
      guard let term = row.term else { continue }
      for factor in factors where row.isScalable || factor.offset == 0 {
        guard let offset = factor.offset else { continue }
        known[term + offset] = row.scaled(factor).ucum
      }
    }
    return known
  }()

  private static let byName: [String: String] = {
    var known: [String: String] = [:]
    for row in doses + named + numbered {
      for factor in factors where row.isScalable || factor.offset == 0 {
        let (name, ucum) = row.scaled(factor)
        known[name] = ucum
      }
    }
    return known
  }()
}
