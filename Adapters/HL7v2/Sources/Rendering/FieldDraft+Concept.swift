import NormalizedFormat

extension CodeSystems {
  /// The name of table 0396 of a terminology.
  static func name(of system: CodeSystem) -> String {
    if let table = system.table {
      let digits = String(table)
      return "HL7" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return names[system] ?? system.uri
  }

  private static let names: [CodeSystem: String] = [
    .mdc: "MDC", .loinc: "LN", .snomed: "SCT", .ucum: "UCUM", .icd10: "I10", .icd10CM: "I10C",
    .icd9CM: "I9C", .cvx: "CVX", .mvx: "MVX", .rxNorm: "RXNORM", .ndc: "NDC", .cpt: "C4",
    .atc: "ATC", .iso3166: "ISO3166_1", .cdcRace: "CDCREC", .hcpcs: "HPC",
  ]
}

extension Coding {
  /// What stands behind the code in a field of its own table: there a bare code says it all.
  fileprivate func systemName(table: Int?) -> String? {
    guard let system else { return nil }
    let isBare = display == nil && version == nil
    return isBare && system.table != nil && system.table == table
      ? nil : CodeSystems.name(of: system)
  }
}

extension FieldDraft {
  /// Code, display, terminology and version of each of the three codings of a CWE.
  private static let slots = [(1, 2, 3, 7), (4, 5, 6, 8), (10, 11, 12, 13)]

  /// CWE in all ways to place its codings, the plainest first. `table` is the field's own.
  static func choices(_ concept: Concept?, table: Int? = nil) -> [FieldDraft] {
    guard let concept else { return [] }
    switch concept.codings.count {
    case 0: return concept.text.map { text in [2, 9, 5].map { bare(text, $0) } } ?? []
    case 1: return [[0], [1], [2]].map { coded(concept, $0, table) }
    case 2: return [[0, 1], [0, 2], [1, 2]].map { coded(concept, $0, table) }
    default: return [coded(concept, [0, 1, 2], table)]
    }
  }

  /// The plainest of them.
  static func concept(_ concept: Concept?, table: Int? = nil) -> FieldDraft {
    choices(concept, table: table).first ?? FieldDraft()
  }

  private static func coded(_ concept: Concept, _ places: [Int], _ table: Int?) -> FieldDraft {
    var draft = FieldDraft()
    for (coding, place) in zip(concept.codings, places) {
      let slot = slots[place]
      draft.set(slot.0, coding.code)
      draft.set(slot.1, coding.display)
      draft.set(slot.2, coding.systemName(table: place == 0 ? table : nil))
      draft.set(slot.3, coding.version)
    }
    draft.set(9, concept.text)
    return draft
  }

  private static func bare(_ text: String, _ component: Int) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(component, text)
    // Behind three components the ninth is read first.
    if component == 5 { draft.set(9, nil as String?) }
    return draft
  }

  /// The first parts of a CWE in the subcomponents of a component.
  mutating func set(_ component: Int, _ concept: Concept?, table: Int? = nil) {
    guard let concept else { return }
    for (coding, slot) in zip(concept.codings, Self.slots.prefix(2)) {
      set(component, slot.0, coding.code)
      set(component, slot.1, coding.display)
      set(component, slot.2, coding.systemName(table: slot.0 == 1 ? table : nil))
      set(component, slot.3, coding.version)
    }
    set(component, concept.codings.isEmpty ? 2 : 9, concept.text)
  }

  /// The code alone, in a component for one.
  mutating func set(code component: Int, _ concept: Concept?) {
    set(component, concept?.codings.first?.code ?? concept?.text)
  }
}

extension SegmentDraft {
  mutating func put(_ field: Int, _ concept: Concept?, table: Int? = nil) {
    put(field, FieldDraft.choices(concept, table: table))
  }

  mutating func add(_ field: Int, _ concepts: [Concept], table: Int? = nil) {
    add(field, choices: concepts.map { FieldDraft.choices($0, table: table) })
  }
}
