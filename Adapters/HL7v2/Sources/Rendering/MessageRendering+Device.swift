import NormalizedFormat

extension MessageRendering {
  /// ORU of devices.
  mutating func write(_ observations: Observations) {
    writeHeaderRest()
    writePatient()
    writePatientMore()
    let device = message.provenance.device
    for (at, set) in observations.sets.enumerated() {
      write(set, isFirst: at == 0, isOne: isOne(device, observations.sets.flatMap(\.observations)))
    }
  }

  /// Rows in which the one device of the message stands: all, or those that have more to say of it.
  private func isOne(_ device: Device?, _ rows: [Observation]) -> (Observation) -> Bool {
    guard device != nil else { return { _ in false } }
    let isTold = { (row: Observation) in DetailRuns(row.details).runs.contains { $0.has(18) } }
    return rows.contains(where: isTold) ? isTold : { _ in true }
  }

  private mutating func write(
    _ set: ObservationSet, isFirst: Bool, isOne: (Observation) -> Bool
  ) {
    var runs = DetailRuns(set.details)
    for run in runs.takeAll(["ORC"]) { write(run) }
    let isOnlyOrder = set.isBare && runs.runs.isEmpty
    var request = SegmentDraft("OBR", runs.take("OBR"))
    request.add(entities: 2, set.identifiers.filter { !$0.isFillers })
    request.add(entities: 3, set.identifiers.filter(\.isFillers))
    request.put(4, set.code)
    request.put(7, set.effective ?? set.effectivePeriod?.start)
    request.put(8, set.effectivePeriod?.end)
    let isImplied = request.isEmpty && (isFirst || isOnlyOrder)
    if !isImplied { write(request) }
    write(set.notes, &runs)
    for run in runs.takeAll(["PRT"]) { write(run) }
    writeKept(runs.runs)
    var context = ResultContext(effective: set.effective, period: set.effectivePeriod)
    context.isDevice = true
    for row in set.observations {
      context.device = isOne(row) ? message.provenance.device : nil
      write(result: row, context)
    }
  }
}

extension ObservationSet {
  /// Whether nothing but details is in it.
  fileprivate var isBare: Bool {
    var bare = ObservationSet()
    bare.details = details
    return self == bare
  }
}
