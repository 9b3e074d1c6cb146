import NormalizedFormat

extension Quantity: FHIRElement {
  static let fhirType = "Quantity"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try map(&form, isSimple: false)
  }

  fileprivate mutating func map(_ form: inout Form, isSimple: Bool) throws(FHIRError) {
    try form.element("value", &value, "every digit as sent")
    try form.element(
      "comparator", &comparator, if: !isSimple && comparator?.isFHIR == true,
      "`~`, `<>` and those of a SimpleQuantity as extension")
    try unitFields(&form)
  }

  /// The unit stands among the quantity's own elements.
  private mutating func unitFields(_ form: inout Form) throws(FHIRError) {
    form.note("unit", "Quantity", "its fields stand here, see unit")
    guard form.desk.mode != .describing else { return }
    var isThere: Bool? = unit == UnitOfMeasure() ? true : nil
    try form.extra("unit", &isThere)
    var inner = unit ?? UnitOfMeasure()
    let outer = form.rule
    form.rule = "unit"
    try inner.map(&form)
    form.rule = outer
    guard form.isReading else { return }
    unit = isThere == true || inner != UnitOfMeasure() ? inner : nil
  }
}

/// A quantity without comparator, as Range and Ratio have it.
struct SimpleQuantity: FHIRWrapper, FHIRElement {
  static let fhirType = "Quantity"
  static let ruleName = "quantity"
  var content: Quantity

  init() { content = Quantity() }
  init(_ content: Quantity) { self.content = content }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try content.map(&form, isSimple: true)
  }
}

extension UnitOfMeasure: Mapped {
  static var fhirPath: String { "Quantity" }

  /// UCUM is the code; without it the source's own, which reads back from the extension.
  mutating func map(_ form: inout Form) throws(FHIRError) {
    form.note("code", "Quantity.code", "under system UCUM")
    form.note("unit", "Quantity.unit", "the code again where there is none")
    if form.desk.mode != .describing { try names(&form) }
    try form.extras("coding", &codings, "a Quantity has one code; without UCUM the first of them")
    try form.flag("flagged", &flagged)
  }

  private mutating func names(_ form: inout Form) throws(FHIRError) {
    let isUCUM = ucum.map { FHIRText.isCode($0) } ?? false
    if form.isReading {
      let isUCUMThere = form.members["system"] == Self.system
      let shown = form.takeSlot("unit")
      _ = form.members.take("system")
      let code = form.takeSlot("code")
      if isUCUMThere, let code { ucum = try FHIRText.read(code) }
      try form.extra("code", &ucum)
      if let shown, shown.more != nil || shown.value != code?.value {
        text = try FHIRText.read(shown)
      }
      try form.extra("unit", &text)
      return
    }
    // A code under UCUM would read as the unit's UCUM, which it is not where that is absent.
    let own = codings.first {
      $0.system != nil && $0.system != .ucum && $0.code.map { FHIRText.isCode($0) } == true
    }
    let code = isUCUM ? ucum : own?.code
    let shown = text ?? (isUCUM ? ucum : nil)
    // A text that is the code would read as none.
    if text != nil, text == code { try form.extra("unit", &text) }
    if let shown { form.put("unit", shown.written(form.desk)) }
    if isUCUM {
      form.members.append("system", Self.system)
    } else if let system = own?.system, let uri = SystemURI(system).written(form.desk).value {
      form.members.append("system", uri)
    }
    if let code { form.members.append("code", .string(code)) }
    if !isUCUM { try form.extra("code", &ucum) }
  }

  private static let system = JSON.string("http://unitsofmeasure.org")
}

extension ValueRange: FHIRElement {
  static let fhirType = "Range"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("low", &low, like: SimpleQuantity.self)
    try form.element("high", &high, like: SimpleQuantity.self)
  }
}

extension Ratio: FHIRElement {
  static let fhirType = "Ratio"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    // Both or neither (rat-1).
    let isWhole = numerator != nil && denominator != nil
    try form.element("numerator", &numerator, if: isWhole, "alone as extension")
    try form.element("denominator", &denominator, if: isWhole, "alone as extension")
    try form.extra("separator", &separator)
  }
}

extension SampledArray: FHIRElement {
  static let fhirType = "SampledData"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.demanded(
      "origin", &origin, like: SimpleQuantity.self, default: .object(["value": .number("0")]),
      "absent: 0, which FHIR demands")
    try form.demanded("period", &period, "milliseconds; FHIR demands it")
    try form.element("factor", &factor)
    try form.element("lowerLimit", &lowerLimit)
    try form.element("upperLimit", &upperLimit)
    // Positive in FHIR.
    let isPositive = dimensions.map { $0 > 0 } ?? true
    try form.demanded(
      "dimensions", &dimensions, default: .number("1"), if: isPositive,
      "absent: 1, which FHIR demands")
    try form.element("samples", &samples, as: "data", "a gap is `E`")
  }
}

extension Samples: FHIRValue {
  static var fhirType: String { "String" }
  static var isPrimitive: Bool { true }

  func written(_ desk: Desk) -> Slot {
    values.isEmpty
      ? Slot(nil, extensions: [Namespace.empty])
      : Slot(.string(values.map { $0.map { String($0) } ?? "E" }.joined(separator: " ")))
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Samples {
    var extensions = try ExtensionList(ofPrimitive: slot.more)
    let isEmpty = extensions.takeMark(Namespace.empty)
    try extensions.finish()
    guard let value = slot.value, !isEmpty else {
      guard slot.value == nil, isEmpty else { throw FHIRError(.missing, at: slot.offset) }
      return Samples([])
    }
    var samples: [Int64?] = []
    for word in try value.text().split(separator: " ", omittingEmptySubsequences: false) {
      let sample = Int64(word)
      guard sample != nil || word == "E" else { throw FHIRError(.wrongValue, at: value.offset) }
      samples.append(sample)
    }
    return Samples(samples)
  }
}
