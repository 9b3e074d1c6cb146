/// What becomes of every field that the official tables give an element, structure by structure.
struct Yardstick {
  /// A field and what the tables and the adapter make of it.
  struct Entry {
    let field: String
    /// The elements of the official tables.
    var targets: Set<String> = []
    /// Fields of the model, by structure.
    var model: [String: Set<String>] = [:]
    /// Places where it comes out in no field of the model, by structure.
    var unmapped: [String: [Outcome]] = [:]
    /// Parts that are left to the details where the rest is mapped.
    var parts: Set<String> = []

    var structures: Set<String> { Set(model.keys).union(unmapped.keys) }
    var segment: Substring { field.prefix(3) }
    var number: Int { Int(field.dropFirst(4)) ?? 0 }
  }

  private(set) var entries: [Entry] = []
  /// Components of data types, by their name.
  private(set) var components: [String: ComponentEntry] = [:]

  init() throws {
    let tables = try OfficialTables()
    var byField: [String: Entry] = [:]
    let structures = try OfficialTables.structures.map { try tables.places(of: $0) }
    let named = Set(structures.flatMap(\.places).filter { !$0.maps.isEmpty }.map(\.segment))
    for (places, optionalGroups) in structures {
      for place in places {
        let maps = named.contains(place.segment) ? place.maps : tables.maps(of: place.segment)
        let rows = try maps.flatMap { try tables.rows(of: $0) }
        guard !rows.isEmpty else { continue }
        let probe = ProbeMessage(place, among: places, optionalGroups: optionalGroups)
        for (field, rows) in Dictionary(grouping: rows, by: \.field) {
          var entry = byField[field] ?? Entry(field: field)
          entry.targets.formUnion(rows.map(\.target))
          try entry.add(rows[0], probe)
          byField[field] = entry
          guard let model = entry.model[place.structure] else { continue }
          let types = Set(rows.map(\.type))
          for map in Set(rows.flatMap(\.typeMaps)) {
            let components = try tables.components(of: map).filter { component in
              types.contains(component.type) || types.contains("varies")
            }
            try measure(components, in: rows[0], model, probe)
          }
        }
      }
    }
    components = components.filter { !$0.value.fields.isEmpty }
    entries = byField.values.sorted { ($0.segment, $0.number) < ($1.segment, $1.number) }
  }

  /// Enters what becomes of the components of a mapped field.
  private mutating func measure(
    _ rows: [OfficialTables.Row], in field: OfficialTables.Row, _ model: Set<String>,
    _ probe: ProbeMessage
  ) throws {
    for row in rows {
      var entry = components[row.field] ?? ComponentEntry(name: row.field)
      entry.targets.insert(row.target)
      try entry.add(field, model, probe)
      components[row.field] = entry
    }
  }
}

extension Yardstick.Entry {
  fileprivate mutating func add(_ row: OfficialTables.Row, _ probe: ProbeMessage) throws {
    let structure = probe.target.structure
    // RXE-19 stands in a table of RXO: no message of the structure has it.
    guard row.field.hasPrefix(probe.target.segment) else {
      unmapped[structure, default: []].append(Outcome())
      return
    }
    for sample in Sample.samples(row, in: structure) {
      let outcome = try Outcome.of(row.field, sample, in: probe)
      if outcome.model.isEmpty {
        unmapped[structure, default: []].append(outcome)
      } else {
        model[structure, default: []].formUnion(outcome.model)
        parts.formUnion(outcome.details)
      }
    }
  }
}
