import NormalizedFormat

extension MessageRendering {
  /// MDM.
  mutating func write(_ document: Document) {
    var runs = DetailRuns(document.details)
    for run in runs.takeAll(["EVN"]) { write(run) }
    writePatient()
    writePatientMore()
    writeHeaderRest()
    for (at, order) in document.orders.enumerated() { write(order, isFirst: at == 0, &runs) }
    write(txa(document, runs.take("TXA")))
    write(document.notes, &runs)
    for part in document.parts { write(result: part) }
    writeKept(runs.runs, seconds: ["TXA"])
  }

  /// An order of a document has one request at most; what TQ1 left is the document's.
  private mutating func write(_ order: Order, isFirst: Bool, _ document: inout DetailRuns) {
    var runs = DetailRuns(order.details)
    let (draft, timings) = orc(order, runs.take("ORC"))
    if order.items.isEmpty || !isImplied(order) { write(draft) }
    for item in order.items.prefix(1) { write(item, of: order, isFirst: true, withSpecimen: true) }
    write(timings, &document)
    write(order.notes, &runs)
  }

  private func txa(_ document: Document, _ run: DetailRun?) -> SegmentDraft {
    var draft = SegmentDraft("TXA", run)
    draft.put(2, document.type, table: 270)
    draft.put(3, document.presentation)
    draft.put(4, document.activity)
    draft.add(5, document.providers)
    draft.put(6, document.originated)
    draft.put(7, document.transcribed)
    draft.add(8, document.edited.map { FieldDraft($0) })
    draft.add(9, document.authors)
    let assigned = document.authenticators.prefix { !$0.isAuthenticator }
    draft.add(10, Array(assigned))
    draft.add(22, Array(document.authenticators.dropFirst(assigned.count)))
    draft.add(11, document.transcriptionists)
    draft.add(entities: 12, document.identifiers)
    draft.add(entities: 13, document.parentIdentifiers)
    draft.add(entities: 14, document.placerIdentifiers)
    draft.add(entities: 15, document.fillerIdentifiers)
    draft.put(16, document.fileName)
    draft.put(17, document.completion, table: 271)
    draft.put(18, document.confidentiality, table: 272)
    draft.put(19, document.availability, table: 273)
    draft.put(20, document.storage, table: 275)
    draft.put(21, document.changeReason)
    draft.add(23, document.copiesTo)
    draft.put(25, document.title)
    return draft
  }
}
