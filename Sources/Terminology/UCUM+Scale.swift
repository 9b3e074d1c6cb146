extension UCUM {
  /// What a unit is in base units: (number + offset) × ratio of them.
  struct Scale: Sendable {
    let ratio: ExactNumber
    /// Powers of base units, none of them zero.
    ///
    /// What the table does not define is a base of its own, and so is what stands in braces.
    let dimension: [String: Int]
    /// In the unit itself; zero but for scales of temperature.
    let offset: ExactNumber

    init(_ ratio: ExactNumber, _ dimension: [String: Int], offset: ExactNumber = ExactNumber(0)) {
      self.ratio = ratio
      self.dimension = dimension
      self.offset = offset
    }

    /// The scale of a UCUM unit; nil where it is none, or is beyond what fits.
    init?(of text: String) {
      self.init(of: text, among: UCUM.scales)
    }

    /// The same by the units defined so far.
    init?(of text: String, among known: [String: Scale]) {
      if let temperature = temperatures[text] {
        self = temperature
        return
      }
      guard let unit = UCUM.parsed(text) else { return nil }
      var product: Scale? = Scale(.one, [:])
      for factor in unit.factors {
        product = Scale(factor, among: known).flatMap { product?.times($0, factor.exponent) }
      }
      guard let product else { return nil }
      self.init(product.ratio, product.dimension.filter { $0.value != 0 })
    }

    private init?(_ factor: UCUMParser.Factor, among known: [String: Scale]) {
      switch factor.kind {
      case .annotation: self.init(.one, [factor.symbol: 1])
      case .number:
        guard let number = Int64(factor.symbol), number > 0 else { return nil }
        self.init(ExactNumber(number), [:])
      case .atom:
        guard let scale = Scale(symbol: factor.symbol, among: known) else { return nil }
        self = scale
      }
    }

    /// An atom by itself, or with the prefix that it begins with. A scale of temperature is no part
    /// of a product (UCUM §21).
    private init?(symbol: String, among known: [String: Scale]) {
      guard temperatures[symbol] == nil else { return nil }
      if plainAtoms.contains(symbol) || metricAtoms.contains(symbol) {
        self = known[symbol] ?? Scale(.one, [symbol: 1])
        return
      }
      for (prefix, power) in prefixes where symbol.hasPrefix(prefix) {
        let atom = String(symbol.dropFirst(prefix.count))
        guard metricAtoms.contains(atom), temperatures[atom] == nil else { continue }
        let scale = known[atom] ?? Scale(.one, [atom: 1])
        guard let ratio = scale.ratio.times(ExactNumber(1, exponent: power)) else { return nil }
        self.init(ratio, scale.dimension)
        return
      }
      return nil
    }

    /// The product with a power of another unit.
    func times(_ other: Scale, _ exponent: Int) -> Scale? {
      guard let step = exponent < 0 ? other.ratio.inverse : other.ratio else { return nil }
      var result = ratio
      if step.isPowerOfTen {
        guard let power = result.times(ExactNumber(1, exponent: step.exponent * abs(exponent)))
        else { return nil }
        result = power
      } else {
        for _ in 0..<abs(exponent) {
          guard let next = result.times(step) else { return nil }
          result = next
        }
      }
      var bases = dimension
      for (base, power) in other.dimension { bases[base, default: 0] += power * exponent }
      return Scale(result, bases)
    }
  }

  /// Every unit that is defined by others, in base units.
  private static let scales: [String: Scale] = {
    var known: [String: Scale] = [:]
    for definition in definitions {
      guard let scale = Scale(of: definition.unit, among: known) else {
        preconditionFailure("\(definition.symbol) is not defined by units above it")
      }
      known[definition.symbol] = scale
    }
    return known
  }()
}
