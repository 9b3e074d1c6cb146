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

  /// NM or SI as a small count.
  func count(_ component: Int = 1) -> UInt32? {
    guard let number = number(component), number.exponent == 0 else { return nil }
    return UInt32(exactly: number.mantissa)
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
    for coding in concept.codings {
      let known = Self.ucum(of: coding)
      if ucum == nil { ucum = known }
      guard coding.system != .ucum || known == nil else { continue }
      if coding.system == nil, coding.display == nil {
        if coding.code != known { text = coding.code }
      } else {
        codings.append(coding)
      }
    }
    if let written = concept.text {
      if ucum == nil { ucum = UnitSpelling.ucum(of: written) }
      if written != ucum { text = text ?? written }
    }
    flagged = ucum == nil
  }

  /// A unit that is one text.
  init(spelling: String) {
    let known = UnitSpelling.ucum(of: spelling)
    self.init(ucum: known, text: known == spelling ? nil : spelling, flagged: known == nil)
  }

  /// What a coding of a unit is in UCUM: by its MDC number first, then by its name or code as
  /// written.
  private static func ucum(of coding: Coding) -> String? {
    if coding.system == .mdc, let code = coding.code.flatMap({ MDCCode($0) }),
      let known = MDCUnit.ucum(of: code)
    {
      return known
    }
    if let code = coding.code, let known = UnitSpelling.ucum(of: code) { return known }
    return coding.display.flatMap { UnitSpelling.ucum(of: $0) }
  }
}
