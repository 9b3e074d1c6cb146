import NormalizedFormat

extension MessageRendering {
  /// ORM, OML, RDE and their like: one ORC an order.
  mutating func write(_ orders: Orders) {
    write(orders.notes)
    writePatient()
    writePatientMore()
    writeHeaderRest()
    let isSpecimenFirst =
      messageCode == "OML" && ["O33", "O34", "O35"].contains(messageEvent ?? "")
      && orders.orders.allSatisfy { order in
        !order.items.isEmpty && order.items.allSatisfy { $0.specimenBefore != nil }
      }
    var held: Specimen?
    for (at, order) in orders.orders.enumerated() {
      if isSpecimenFirst, let specimen = order.items.first?.specimenBefore, specimen != held {
        write(specimen)
        held = specimen
      }
      write(order, isFirst: at == 0 || isSpecimenFirst, withSpecimen: !isSpecimenFirst)
    }
  }

  private mutating func write(_ order: Order, isFirst: Bool, withSpecimen: Bool) {
    var runs = DetailRuns(order.details)
    if !(isFirst && isImplied(order) && order.timings.isEmpty) { writeOrder(order, &runs) }
    writeKept(runs.runs)
    for (at, item) in order.items.enumerated() {
      write(item, of: order, isFirst: at == 0, withSpecimen: withSpecimen)
    }
  }

  /// OBR or another request with all that follows.
  mutating func write(
    _ item: OrderItem, of order: Order, isFirst: Bool, withSpecimen: Bool
  ) {
    var runs = DetailRuns(item.details)
    var specimens = withSpecimen ? item.specimens : Array(item.specimens.dropLast())
    var timings = item.timings
    if !item.medications.isEmpty {
      for (at, medication) in item.medications.enumerated() {
        write(medication, name: name(of: medication, at: at, of: item.medications.count))
      }
    } else if let other = requisition(item, &runs) {
      write(other)
    } else {
      let run = runs.take("OBR")
      let old = oldForm(timings, 27, run)
      timings.removeFirst(old.count)
      var draft = request(item, of: order, Array(old), isFirst: isFirst, run)
      if let first = specimens.first, first.isOfRequest, withSpecimen || specimens.count > 0 {
        draft.put(request: first)
        specimens.removeFirst()
      }
      let isOwn = !draft.isEmpty && !isBare(item, of: order, draft)
      if isOwn || !isFirst || item.isOnlyRemarks { write(draft) }
    }
    write(timings, &runs)
    write(item.notes, &runs)
    writeRest(item, specimens, runs)
  }

  private mutating func writeRest(
    _ item: OrderItem, _ specimens: [Specimen], _ runs: DetailRuns
  ) {
    var runs = runs
    let hasPrior = !item.priorReports.isEmpty || runs.has("PID")
    let prior = runs.takeAll {
      hasPrior && $0.ordinal > 1 && PatientPart.contains($0.segment)
    }
    for run in runs.takeAll(["RQ1"]) { write(run) }
    writeKept(runs.runs)
    for observation in item.observations { write(result: observation) }
    for specimen in specimens { write(specimen) }
    for diagnosis in item.diagnoses { write(SegmentDraft(diagnosis)) }
    guard hasPrior else { return }
    if prior.first?.segment != "PID" { write(patientAgain) }
    for run in prior { write(run) }
    for (at, report) in item.priorReports.enumerated() { write(report, isFirst: at == 0) }
  }

  /// The PID before results of earlier orders.
  private var patientAgain: SegmentDraft {
    var draft = SegmentDraft("PID")
    draft.add(extended: 3, message.patient?.identifiers ?? [])
    return draft
  }

  /// Whether an OBR would say no more than its order does.
  private func isBare(_ item: OrderItem, of order: Order, _ draft: SegmentDraft) -> Bool {
    guard !item.isOnlyRemarks else { return false }
    var bare = OrderItem()
    bare.observations = item.observations
    bare.diagnoses = item.diagnoses
    bare.specimens = item.specimens
    bare.priorReports = item.priorReports
    bare.details = item.details
    return item == bare && !DetailRuns(item.details).has("OBR")
  }

  private func request(
    _ item: OrderItem, of order: Order, _ old: [Timing], isFirst: Bool, _ run: DetailRun?
  ) -> SegmentDraft {
    var draft = SegmentDraft("OBR", run)
    put(&draft, identifiersOf: item, order)
    draft.put(4, item.code)
    draft.put(5, item.priority, table: 27)
    draft.put(6, item.requested)
    draft.put(7, item.requestedPeriod?.start)
    draft.put(8, item.requestedPeriod?.end)
    draft.put(11, item.specimenAction, table: 65)
    draft.put(12, item.danger)
    draft.put(13, item.clinicalInformation)
    draft.add(16, item.requesters)
    draft.add(17, item.telecoms)
    draft.put(24, item.category, table: 74)
    draft.add(27, old.map(FieldDraft.timing))
    draft.add(28, item.copiesTo)
    if isFirst { draft.add(29, FieldDraft.pairs(order.parentIdentifiers)) }
    draft.add(31, item.reasons)
    draft.add(44, Array(item.procedures.prefix(1)))
    draft.add(45, Array(item.procedures.dropFirst()))
    return draft
  }

  /// OBR-2, 3 and 53: the item's own, else the order's, which the reader does not take twice.
  private func put(
    _ draft: inout SegmentDraft, identifiersOf item: OrderItem, _ order: Order
  ) {
    let own = item.identifiers.filter { !$0.needsExtended }
    let placers = own.filter { !$0.isFillers }
    let fillers = own.filter(\.isFillers).map { identifier in
      var bare = identifier
      bare.type = nil
      return bare
    }
    draft.add(
      entities: 2,
      placers.isEmpty
        ? Array(order.placerIdentifiers.prefix { !$0.needsExtended }.prefix(1)) : placers)
    draft.add(
      entities: 3, fillers.isEmpty ? Array(order.fillerIdentifiers.prefix(1)) : fillers)
    draft.add(extended: 53, item.identifiers.filter(\.needsExtended))
  }

  /// ODS, ODT or RQD; nil for an OBR.
  private func requisition(_ item: OrderItem, _ runs: inout DetailRuns) -> SegmentDraft? {
    let names = ["ODS", "ODT", "RQD"]
    let ofCode = messageCode == "OMD" ? "ODS" : ["OMS", "OMN"].contains(messageCode) ? "RQD" : nil
    guard let name = names.first(where: { runs.has($0) }) ?? ofCode else { return nil }
    var draft = SegmentDraft(name, runs.take(name))
    switch name {
    case "ODS": draft.put(3, item.code)
    case "RQD":
      draft.put(2, item.code)
      if draft.hasConflict {
        draft = SegmentDraft(name, runs.take(name))
        draft.put(3, item.code)
      }
      draft.put(5, unit: 6, item.quantity)
    default: break
    }
    return draft
  }
}

extension OrderItem {
  /// The specimen that stood before its order.
  fileprivate var specimenBefore: Specimen? {
    specimens.count { !$0.isOfRequest } == 1 && specimens.last?.isOfRequest == false
      ? specimens.last : nil
  }

  /// Whether an item must be said by an OBR, for what it has would else be the order's.
  fileprivate var isOnlyRemarks: Bool {
    !notes.isEmpty || !timings.isEmpty
      || (observations.isEmpty && diagnoses.isEmpty && specimens.isEmpty && priorReports.isEmpty)
  }
}

extension PatientPart {
  /// Whether a segment is about patient or stay.
  static func contains(_ segment: String) -> Bool { names.contains { $0.text == segment } }
}
