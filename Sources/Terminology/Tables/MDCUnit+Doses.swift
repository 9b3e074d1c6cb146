extension MDCUnit {
  /// Amounts of a drug or a fluid by body, volume and time: each of these by each of those.
  ///
  /// The names follow IEEE 11073-10101's own rule (`MDC_DIM_MILLI_G_PER_KG_PER_HR`), and what they
  /// are in UCUM is the same rule in symbols. Those that have a number here stand in the table of
  /// numbers too.
  static let doses: [Row] = amounts.flatMap { amount in
    shares.map { Row(nil, "~\(amount.name)_PER_\($0.name)", "~\(amount.ucum)/\($0.ucum)") }
  }

  private typealias Part = (name: String, ucum: String)

  private static let amounts: [Part] = [
    ("G", "g"), ("MOLE", "mol"), ("EQUIV", "eq"), ("INTL_UNIT", "[iU]"), ("L", "L"),
  ]
  private static let bodies: [Part] = [("KG", "kg"), ("LB", "[lb_av]"), ("M_SQ", "m2")]
  private static let times: [Part] = [("SEC", "s"), ("MIN", "min"), ("HR", "h"), ("DAY", "d")]
  private static let volumes: [Part] = [
    ("CM_CUBE", "cm3"), ("M_CUBE", "m3"), ("L", "L"), ("DL", "dL"), ("ML", "mL"),
  ]

  private static let shares: [Part] = {
    var shares = bodies + times + volumes
    for body in bodies {
      for time in times {
        shares.append(("\(body.name)_PER_\(time.name)", "\(body.ucum)/\(time.ucum)"))
      }
    }
    return shares
  }()
}
