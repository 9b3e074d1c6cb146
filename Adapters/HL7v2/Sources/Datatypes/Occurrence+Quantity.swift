import NormalizedFormat
import Terminology

extension Occurrence {
  /// NM: a number in a component, blanks around it put up with; nil, and not read, where it is
  /// none or the link's devices mean "no value" by it.
  func number(_ component: Int = 1) -> DecimalNumber? {
    guard let number = digits(component), !source.isSentinel(number) else { return nil }
    source.markRead(id, component: component)
    return number
  }

  /// Whether a component is a number by which the link's devices mean "no value".
  func isSentinel(_ component: Int = 1) -> Bool {
    source.hasSentinels && digits(component).map(source.isSentinel) ?? false
  }

  private func digits(_ component: Int) -> DecimalNumber? {
    guard let range = bytes(component) else { return nil }
    let text = NumberText.trimmed(source.bytes[range])
    return DecimalNumber(digits: UnsafeRawBufferPointer(rebasing: text))
  }

  /// A number with a comparator before it, `<15`; nil, and not read, for anything else.
  func comparedNumber() -> Quantity? {
    guard let range = bytes(1) else { return nil }
    let text = NumberText.trimmed(Array(source.bytes[range])[...])
    guard let (comparator, rest) = NumberText.comparator(text), let number = DecimalNumber(rest),
      !source.isSentinel(number)
    else { return nil }
    source.markRead(id, component: 1)
    return Quantity(value: number, comparator: comparator)
  }

  /// NM or SI as a small count, `3` or `3.0`; nil, and not read, where it is none.
  func count(_ component: Int = 1) -> UInt32? {
    reading { number(component).flatMap(\.count) }
  }

  /// CQ: a number and its unit in the subcomponents of the second component.
  func compositeQuantity() -> Quantity? {
    guard let value = number(1) else { return nil }
    return Quantity(value: value, unit: UnitOfMeasure(concept: innerConcept(2)))
  }

  /// ID of yes and no, table 0136.
  func flag() -> Bool? {
    if equals("Y") {
      take()
      return true
    }
    guard equals("N") else { return nil }
    take()
    return false
  }
}

extension Segment {
  /// The first repetition as a count.
  func count(_ number: Int) -> UInt32? { first(number)?.count() }

  /// A number with its unit in another field: RXA-6 and 7, AIS-7 and 8.
  func quantity(_ number: Int, unit: Int? = nil) -> Quantity? {
    let value = first(number)?.number()
    let measure = unit.flatMap { concept($0) }.flatMap { UnitOfMeasure(concept: $0) }
    return value == nil && measure == nil ? nil : Quantity(value: value, unit: measure)
  }
}

extension UnitOfMeasure {
  /// A coded unit; nil for none.
  init?(concept: Concept?) {
    guard let concept else { return nil }
    self.init()
    for coding in concept.codings where ucum == nil { ucum = Self.declared(coding) }
    for coding in concept.codings where ucum == nil { ucum = Self.written(coding) }
    if let written = concept.text, ucum == nil { ucum = UnitSpelling.ucum(of: written) }
    for coding in concept.codings { keep(coding) }
    if let written = concept.text { keep(Coding(code: written)) }
    flagged = ucum == nil
  }

  /// Keeps what the source wrote, but for a bare code that is the UCUM code itself.
  private mutating func keep(_ coding: Coding) {
    let isBare = coding.display == nil && coding.version == nil
    if isBare, coding.system == nil || coding.system == .ucum, coding.code == ucum { return }
    if isBare, coding.system == nil, text == nil {
      text = coding.code
    } else {
      codings.append(coding)
    }
  }

  /// A unit that is one text.
  init(spelling: String) {
    let known = UnitSpelling.ucum(of: spelling)
    self.init(ucum: known, text: known == spelling ? nil : spelling, flagged: known == nil)
  }

  /// What a coding of a unit is in UCUM by the terminology that it names: MDC by its number, and
  /// UCUM itself.
  private static func declared(_ coding: Coding) -> String? {
    switch coding.system {
    case .mdc: coding.code.flatMap { MDCCode($0) }.flatMap { MDCUnit.ucum(of: $0) }
    case .ucum: coding.code.flatMap { UnitSpelling.ucum(declared: $0) }
    default: nil
    }
  }

  /// What it is by its code or its name as written.
  private static func written(_ coding: Coding) -> String? {
    coding.code.flatMap { UnitSpelling.ucum(of: $0) }
      ?? coding.display.flatMap { UnitSpelling.ucum(of: $0) }
  }
}

extension DecimalNumber {
  /// The number as a count; nil where it has a fraction, a sign or too many digits.
  var count: UInt32? {
    guard (-9...9).contains(exponent) else { return nil }
    var value = mantissa
    for _ in 0..<abs(exponent) {
      if exponent < 0 {
        guard value % 10 == 0 else { return nil }
        value /= 10
      } else {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        value = product
      }
    }
    return UInt32(exactly: value)
  }
}
