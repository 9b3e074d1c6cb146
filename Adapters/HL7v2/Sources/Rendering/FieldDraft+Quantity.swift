import NormalizedFormat

extension UnitOfMeasure {
  /// A coded unit that reads as this one. Codings stand where the source may have had them; what
  /// none of these orders says is written as declared UCUM.
  var concept: Concept {
    let written = text.map { Coding(code: $0) }
    let declared = ucum.map { Coding(system: .ucum, code: $0) }
    let bare = ucum.map { Coding(code: $0) }
    var orders: [[Coding?]] = [
      [written] + codings, codings + [written], codings + [written, declared],
      [declared] + codings + [written], codings + [bare, written], [bare] + codings + [written],
      [written, declared] + codings,
    ]
    if codings.isEmpty, text == nil { orders = [[bare], [declared]] }
    for order in orders {
      let concept = Concept(codings: order.compactMap { $0 })
      if concept.codings.count <= 3, UnitOfMeasure(concept: concept) == self { return concept }
    }
    let asText = Concept(codings: codings, text: text)
    if UnitOfMeasure(concept: asText) == self { return asText }
    return Concept(codings: (codings + [written, declared]).compactMap { $0 })
  }

  /// The one text that reads as this unit.
  var spelling: String? { text ?? ucum ?? codings.first?.code }
}

extension Comparator {
  /// As it stands before a number.
  var sign: String {
    switch self {
    case .lessThan: "<"
    case .lessOrEqual: "<="
    case .greaterThan: ">"
    case .greaterOrEqual: ">="
    case .notEqual: "<>"
    case .approximate: "~"
    }
  }
}

extension FieldDraft {
  /// NM, with a comparator before it where there is one.
  static func number(_ quantity: Quantity) -> FieldDraft {
    guard let value = quantity.value else { return FieldDraft() }
    return FieldDraft((quantity.comparator?.sign ?? "") + value.description)
  }

  /// SN.
  static func structured(_ quantity: Quantity) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(1, quantity.comparator?.sign)
    draft.set(2, quantity.value)
    return draft
  }

  static func structured(_ range: ValueRange) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(2, range.low?.value)
    draft.set(3, "-")
    draft.set(4, range.high?.value)
    return draft
  }

  static func structured(_ ratio: Ratio) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(2, ratio.numerator?.value)
    draft.set(3, ratio.separator ?? ":")
    draft.set(4, ratio.denominator?.value)
    return draft
  }

  /// CQ, the unit in subcomponents.
  static func composite(_ quantity: Quantity?) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(1, quantity?.value)
    draft.set(2, quantity?.unit?.concept)
    return draft
  }

  /// NR.
  static func range(_ range: ValueRange) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(1, range.low?.value)
    draft.set(2, range.high?.value)
    return draft
  }

  /// NA: what the samples mean, gaps empty.
  static func samples(_ array: SampledArray) -> FieldDraft {
    var draft = FieldDraft()
    let scale = SampleScale(array)
    for (at, sample) in array.samples.values.enumerated() {
      guard let text = sample.flatMap(scale.text) else { continue }
      draft.set(at + 1, text)
    }
    return draft
  }
}

/// How the samples of an array become numbers.
private struct SampleScale {
  private let factor: DecimalNumber
  private let origin: DecimalNumber

  init(_ array: SampledArray) {
    factor = array.factor ?? DecimalNumber(1)
    origin = array.origin?.value ?? DecimalNumber(0)
  }

  /// origin + factor × sample with all digits; nil where 64 bits don't hold it.
  func text(_ sample: Int64) -> String? {
    let (mantissa, overflow) = sample.multipliedReportingOverflow(by: factor.mantissa)
    guard !overflow else { return nil }
    let scaled = DecimalNumber(mantissa, exponent: factor.exponent)
    guard origin.mantissa != 0 else { return scaled.description }
    let exponent = min(scaled.exponent, origin.exponent)
    guard let left = Self.mantissa(scaled, at: exponent),
      let right = Self.mantissa(origin, at: exponent)
    else { return nil }
    let (sum, isTooLarge) = left.addingReportingOverflow(right)
    return isTooLarge ? nil : DecimalNumber(sum, exponent: exponent).description
  }

  private static func mantissa(_ number: DecimalNumber, at exponent: Int16) -> Int64? {
    var mantissa = number.mantissa
    for _ in 0..<min(Int(number.exponent) - Int(exponent), 20) {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      mantissa = product
    }
    return Int(number.exponent) - Int(exponent) <= 20 ? mantissa : nil
  }
}

extension SegmentDraft {
  /// A number and its unit in two fields.
  mutating func put(_ field: Int, unit: Int, _ quantity: Quantity?) {
    put(field, quantity?.value)
    put(unit, quantity?.unit?.concept)
  }

  /// CQ.
  mutating func put(composite field: Int, _ quantity: Quantity?) {
    put(field, FieldDraft.composite(quantity))
  }
}
