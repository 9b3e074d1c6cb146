import NormalizedFormat

extension Occurrence {
  /// CWE, CNE, CE, CF, ID or IS as a concept. `table` is the field's own HL7 table, for codes that
  /// name no terminology.
  func concept(table: Int? = nil) -> Concept? {
    reading {
      let concept = wholeConcept(table)
      return concept.codings.isEmpty && concept.text == nil ? nil : concept
    }
  }

  private func wholeConcept(_ table: Int?) -> Concept {
    var concept = Concept()
    if let coding = coding(1, 2, 3, version: 7, table: table) { concept.codings.append(coding) }
    let count = componentCount
    guard count > 3 else {
      if concept.codings.isEmpty { concept.text = text(2) }
      return concept
    }
    if let coding = coding(4, 5, 6, version: 8) { concept.codings.append(coding) }
    if let coding = coding(10, 11, 12, version: 13) { concept.codings.append(coding) }
    concept.text = text(9)
    if concept.codings.isEmpty, concept.text == nil { concept.text = text(2) ?? text(5) }
    return concept
  }

  private func coding(
    _ code: Int, _ display: Int, _ system: Int, version: Int, table: Int? = nil
  ) -> Coding? {
    guard let value = text(code) else { return nil }
    return Concept.coding(
      code: value, display: text(display), system: text(system), version: text(version),
      table: table)
  }

  /// A concept in the subcomponents of one component.
  func innerConcept(_ component: Int, table: Int? = nil) -> Concept? {
    inner(component, 9) { Concept(&$0, table: table) }
  }

  /// A concept of one coded component.
  func code(_ component: Int, table: Int) -> Concept? {
    guard let code = text(component) else { return nil }
    return Concept(codings: [Coding(system: CodeSystem(table: table), code: code)])
  }
}

extension Concept {
  /// One coding; a code and a REFID that a sender put in each other's place under MDC are put
  /// right.
  static func coding(
    code: String, display: String?, system: String?, version: String? = nil, table: Int? = nil
  ) -> Coding {
    let terminology = system.map(CodeSystems.system) ?? table.map { CodeSystem(table: $0) }
    guard terminology == .mdc, code.utf8.first == UInt8(ascii: "M"), let display,
      display.utf8.allSatisfy(ASCII.isDigit)
    else {
      return Coding(system: terminology, code: code, display: display, version: version)
    }
    return Coding(system: terminology, code: display, display: code, version: version)
  }

  /// The nine first parts of a CWE; nil when they say nothing.
  init?(_ parts: inout Subcomponents, table: Int? = nil) {
    self.init()
    if let code = parts.take(1) {
      codings.append(
        Self.coding(
          code: code, display: parts.take(2), system: parts.take(3), version: parts.take(7),
          table: table))
    }
    if let code = parts.take(4) {
      codings.append(
        Self.coding(
          code: code, display: parts.take(5), system: parts.take(6), version: parts.take(8)))
    }
    text = parts.take(9)
    if codings.isEmpty, text == nil { text = parts.take(2) ?? parts.take(5) }
    if codings.isEmpty && text == nil { return nil }
  }
}

extension Segment {
  /// The first repetition as a concept.
  func concept(_ number: Int, table: Int? = nil) -> Concept? {
    first(number)?.concept(table: table)
  }

  /// All repetitions as concepts.
  func concepts(_ number: Int, table: Int? = nil) -> [Concept] {
    all(number).compactMap { $0.concept(table: table) }
  }

  /// The first repetition's first component as text.
  func text(_ number: Int) -> String? { first(number)?.text() }

  /// The first repetition as one text, whatever delimiters its sender forgot to escape.
  func wholeText(_ number: Int) -> String? {
    guard let occurrence = first(number), !occurrence.isNull else { return nil }
    return occurrence.whole()
  }
}
