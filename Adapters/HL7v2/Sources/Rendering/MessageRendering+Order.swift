import NormalizedFormat

extension Order {
  /// Whether it says nothing of its own but what stands behind an ORC.
  fileprivate var isImplied: Bool {
    var bare = Order()
    bare.items = items
    bare.timings = timings
    bare.parentIdentifiers = parentIdentifiers
    bare.details = details
    return self == bare
  }
}

extension MessageRendering {
  /// ORC alone; its timings as TQ where they are of that form.
  func orc(_ order: Order, _ run: DetailRun?) -> (draft: SegmentDraft, timings: [Timing]) {
    var draft = SegmentDraft("ORC", run)
    let placers = order.placerIdentifiers
    draft.put(1, order.control, table: 119)
    draft.add(entities: 2, placers.filter { !$0.needsExtended })
    draft.add(extended: 33, placers.filter(\.needsExtended))
    draft.add(entities: 3, order.fillerIdentifiers)
    draft.add(entities: 4, order.groupIdentifiers.filter { !$0.isTyped("FGN") })
    draft.add(entities: 38, order.groupIdentifiers.filter { $0.isTyped("FGN") })
    draft.put(5, order.statusCode, table: 38)
    let old = oldForm(order.timings, 7, run)
    draft.add(7, old.map(FieldDraft.timing))
    draft.add(8, FieldDraft.pairs(order.parentIdentifiers))
    draft.put(9, order.time)
    draft.add(10, order.enterers)
    draft.add(11, order.verifiers)
    draft.add(12, order.requesters)
    if order.requesters.count == 1 { draft.add(24, order.requesters[0].addresses) }
    draft.put(13, order.entererLocation)
    draft.add(14, order.telecoms)
    draft.put(15, order.effective)
    draft.put(16, order.reason)
    draft.put(17, order.enteringOrganization)
    draft.put(18, order.enteringDevice)
    draft.add(19, order.actors.plainFirst.plain)
    if let facility = order.facilities.first {
      draft.put(21, FieldDraft.choices(facility, version))
      draft.add(22, facility.addresses)
      draft.add(23, facility.telecoms)
    }
    return (draft, Array(order.timings.dropFirst(old.count)))
  }

  /// The timings at the begin that are written as TQ in a field: before v2.5, or where only it says
  /// the interval, or where the field has details.
  func oldForm(_ timings: [Timing], _ field: Int, _ run: DetailRun?) -> ArraySlice<Timing> {
    let told = run?.leaves.filter { $0.path.field == field }.map(\.path.repetition).max() ?? 0
    let isOld = version.isBefore(5)
    return timings.enumerated().prefix { at, timing in
      timing.isTQ && (timing.interval != nil || isOld || at < told)
    }.map(\.element)[...]
  }

  /// ORC with its timings, remarks and who took part.
  mutating func writeOrder(_ order: Order, _ runs: inout DetailRuns) {
    let (draft, timings) = orc(order, runs.take("ORC"))
    write(draft)
    write(timings, &runs)
    write(order.notes, &runs)
    writeParticipations(order.actors.plainFirst.others, &runs)
  }

  /// Whether there was no ORC: the order is what its first item, or a TQ1 behind it, made it.
  func isImplied(_ order: Order) -> Bool {
    let runs = DetailRuns(order.details).runs
    guard order.isImplied, runs.allSatisfy({ $0.segment == "TQ1" }) else { return false }
    var draft = orc(order, nil).draft
    draft.remove(8)
    return draft.isEmpty
  }

  /// TQ1.
  mutating func write(_ timings: [Timing], _ runs: inout DetailRuns) {
    write(timings, runs.takeAll(["TQ1"])) { timing, run in SegmentDraft(timing, run) }
  }
}

extension Timing {
  /// Whether a TQ says all of it.
  fileprivate var isTQ: Bool {
    patterns.isEmpty && explicitTimes.isEmpty && duration == nil && priorities.count < 2
      && priorities.first?.isCode(of: 485) != false
  }
}

extension FieldDraft {
  /// TQ as of v2.3 to v2.6.
  static func timing(_ timing: Timing) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(1, 1, timing.quantity?.value)
    draft.set(1, 2, timing.quantity?.unit?.spelling)
    draft.set(2, timing.interval)
    draft.set(4, timing.start)
    draft.set(5, timing.end)
    draft.set(code: 6, timing.priorities.first)
    draft.set(7, timing.condition)
    draft.set(8, timing.text)
    draft.set(12, timing.occurrences.map { DecimalNumber(Int64($0)) })
    return draft
  }
}

extension SegmentDraft {
  /// TQ1.
  init(_ timing: Timing, _ run: DetailRun?) {
    self.init("TQ1", run)
    put(composite: 2, timing.quantity)
    add(3, timing.patterns.map { FieldDraft(inner: $0, table: 335) })
    add(4, timing.explicitTimes.map { FieldDraft($0) })
    put(composite: 6, timing.duration)
    put(7, timing.start)
    put(8, timing.end)
    add(9, timing.priorities, table: 485)
    put(10, timing.condition)
    put(11, timing.text)
    put(14, timing.occurrences)
  }
}
