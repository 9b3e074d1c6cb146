import NormalizedFormat

extension Specimen {
  /// Whether OBR-9, 10, 14, 15 and 39 say all of it.
  var isOfRequest: Bool {
    var bare = Specimen()
    bare.volume = volume
    bare.collectors = collectors
    bare.received = received
    bare.type = type
    bare.additives = additives
    bare.text = text
    bare.bodySite = bodySite
    bare.conditions = conditions
    bare.notes = notes.map { Note(text: $0.text) }
    return self == bare && collectors.allSatisfy(\.isPlain) && additives.count < 2
      && conditions.count < 2
  }
}

extension SegmentDraft {
  /// OBR-9, 10, 14, 15 and 39.
  mutating func put(request specimen: Specimen) {
    put(composite: 9, specimen.volume)
    add(10, specimen.collectors)
    put(14, specimen.received)
    var source = FieldDraft()
    source.set(1, specimen.type, table: 70)
    source.set(2, specimen.additives.first)
    source.set(3, specimen.text)
    source.set(4, specimen.bodySite, table: 163)
    source.set(6, specimen.conditions.first)
    put(15, source)
    add(
      39,
      choices: specimen.notes.map { note in
        [2, 9, 1].map { component in
          var draft = FieldDraft()
          draft.set(component, note.text)
          if component != 9 { draft.set(9, nil as String?) }
          return draft
        }
      })
  }

  /// SPM.
  init(_ specimen: Specimen, _ run: DetailRun?) {
    self.init("SPM", run)
    let shipped = specimen.identifiers.filter { $0.isTyped("SHIP") }
    let others = specimen.identifiers.filter { !$0.isTyped("SHIP") }
    add(2, FieldDraft.pairs(others.filter { !$0.needsExtended }))
    add(extended: 30, others.filter(\.needsExtended))
    add(entities: 32, shipped)
    put(4, specimen.type, table: 487)
    add(6, specimen.additives, table: 371)
    put(7, specimen.method, table: 488)
    put(8, specimen.bodySite)
    put(11, specimen.role, table: 369)
    put(composite: 12, specimen.volume)
    put(14, specimen.text)
    var drawn = FieldDraft()
    drawn.set(1, specimen.collected ?? specimen.collectedPeriod?.start)
    drawn.set(2, specimen.collectedPeriod?.end)
    put(17, drawn)
    put(18, specimen.received)
    add(21, specimen.rejectReasons, table: 490)
    add(24, specimen.conditions, table: 493)
  }
}

extension MessageRendering {
  /// SPM with who took part, remarks, its container and what was seen of it.
  mutating func write(_ specimen: Specimen) {
    var runs = DetailRuns(specimen.details)
    write(SegmentDraft(specimen, runs.take("SPM")))
    writeParticipations(specimen.collectors, &runs)
    write(specimen.notes, &runs)
    // Behind its container OBX are of the request.
    for observation in specimen.observations { write(result: observation) }
    writeKept(runs.runs)
  }
}
