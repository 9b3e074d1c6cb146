import NormalizedFormat

extension Medication {
  /// RXO, RXE, RXD, RXG or RXA: which fields say the same in each.
  struct Fields {
    let code: Int
    var min: Int?
    var max: Int?
    var unit: Int?
    var form: Int?
    var pharmacy: Int?
    var administration: Int?
    var dispense: (amount: Int, unit: Int)?
    var refills: Int?
    var strength: (amount: Int, unit: Int)?
    var substitution: Int?
    var prescription: Int?
    var indication: Int?

    static func of(_ name: SegmentName) -> Fields? {
      switch name {
      case "RXO":
        Fields(
          code: 1, min: 2, max: 3, unit: 4, form: 5, pharmacy: 6, administration: 7,
          dispense: (11, 12), refills: 13, strength: (18, 19), substitution: 9, indication: 20)
      case "RXE":
        Fields(
          code: 2, min: 3, max: 4, unit: 5, form: 6, administration: 7, dispense: (10, 11),
          refills: 12, strength: (25, 26), substitution: 9, prescription: 15, indication: 27)
      case "RXD":
        Fields(
          code: 2, form: 6, dispense: (4, 5), strength: (16, 17), substitution: 11,
          prescription: 7, indication: 21)
      case "RXG":
        Fields(code: 4, min: 5, max: 6, unit: 7, form: 8, strength: (17, 18), indication: 22)
      case "RXA": Fields(code: 5, min: 6, unit: 7, form: 8, indication: 19)
      case "RXC": Fields(code: 2, min: 3, unit: 4, strength: (5, 6))
      default: nil
      }
    }
  }

  /// A pharmacy segment; nil for any other.
  init?(_ segment: Segment) {
    guard let fields = Fields.of(segment.name) else { return nil }
    self.init()
    code = segment.concept(fields.code)
    let unit = fields.unit.flatMap { segment.concept($0) }.flatMap { UnitOfMeasure(concept: $0) }
    amountMin = Self.amount(segment, fields.min, unit)
    amountMax = Self.amount(segment, fields.max, unit)
    if amountMin == nil, amountMax == nil, let unit { amountMin = Quantity(unit: unit) }
    form = fields.form.flatMap { segment.concept($0) }
    pharmacyInstructions = fields.pharmacy.map { segment.concepts($0) } ?? []
    administrationInstructions = fields.administration.map { segment.concepts($0) } ?? []
    dispense = fields.dispense.flatMap { segment.quantity($0.amount, unit: $0.unit) }
    refills = fields.refills.flatMap { segment.count($0) }
    strength = fields.strength.flatMap { segment.quantity($0.amount, unit: $0.unit) }
    substitution = fields.substitution.flatMap { segment.concept($0, table: 167) }
    prescriptionIdentifiers =
      fields.prescription.map { segment.extendedIdentifiers($0) } ?? []
    indications = fields.indication.map { segment.concepts($0) } ?? []
    if segment.name == "RXE" { rate = Self.rate(segment) }
    details = segment.rest()
  }

  private static func amount(
    _ segment: Segment, _ field: Int?, _ unit: UnitOfMeasure?
  ) -> Quantity? {
    field.flatMap { segment.first($0)?.number() }.map { Quantity(value: $0, unit: unit) }
  }

  /// RXE-23 and 24.
  private static func rate(_ segment: Segment) -> Quantity? { segment.quantity(23, unit: 24) }

  /// Reads RXR.
  mutating func readRoute(_ segment: Segment) {
    routes += segment.concepts(1, table: 162)
    sites += segment.concepts(2, table: 163)
    devices += segment.concepts(3, table: 164)
    methods += segment.concepts(4, table: 165)
    details += segment.rest()
  }
}
