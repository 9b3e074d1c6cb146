import NormalizedFormat

/// ORU and OUL of laboratories, imaging and functional tests: one report an OBR.
struct ReportBuilder: ContentBuilder {
  private enum Last { case none, order, report, result, specimen, container }

  private var begun: [Report] = []
  /// ORC before its OBR.
  private var pendingOrders: [Order] = []
  /// An SPM before its OBRs (OUL).
  private var held: HeldSpecimen?
  private var isSpecimenFirst = false
  private var last = Last.none
  /// Whether OBX behind a specimen are results of its request all the same.
  private var areResultsOfRequest = false
  /// Whether an ORC stands behind its OBR (OUL_R22 to R24, OPU_R25). Results before any OBR are the
  /// patient's there.
  private let ordersFollow: Bool
  private var hasRequest = false
  /// Whether the ORC of the last OBR has come.
  private var isOrdered = false

  init(ordersFollow: Bool = false) { self.ordersFollow = ordersFollow }

  var content: Content { .report(Reports(reports: reports)) }

  /// The reports, and one more for what no OBR came for.
  var reports: [Report] {
    var all = self
    all.releaseSpecimen()
    guard !pendingOrders.isEmpty else { return all.begun }
    var rest = Report()
    rest.orders = pendingOrders
    return all.begun + [rest]
  }

  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "ORC": take(order: Order(segment))
    case "OBR":
      begin(Report(segment))
      hasRequest = true
    case "OBX": take(result: segment)
    case "SPM": take(specimen: Specimen(segment))
    case "TQ1": return take(timing: segment)
    // Whose it is can't be told: it stays whole.
    case "PRT" where last == .container: break
    case "PRT" where last != .none: takeParticipation(segment)
    case "SAC":
      takeContainer()
      return false
    default: return false
    }
    return true
  }

  /// What a container says is a detail of the specimen before it. Where that stands behind its OBR
  /// (OUL_R24) its own results have ended.
  private mutating func takeContainer() {
    if last != .specimen { last = .container }
    areResultsOfRequest = ordersFollow && held == nil
  }

  /// An ORC behind an OBR without one is that OBR's, where the structure has it there. What follows
  /// is about the request all the same.
  private mutating func take(order: Order) {
    if ordersFollow, last == .report, !isOrdered {
      _ = begun.withLast { $0.orders.append(order) }
      isOrdered = true
    } else {
      pendingOrders.append(order)
      last = .order
    }
  }

  private mutating func begin(_ report: Report) {
    var report = report
    report.orders = pendingOrders
    isOrdered = !pendingOrders.isEmpty
    pendingOrders = []
    if let held { report.specimens.append(held.specimen) }
    held?.isTaken = true
    begun.append(report)
    last = .report
  }

  private mutating func take(result segment: Segment) {
    var result = Observation(segment)
    if last == .specimen, !areResultsOfRequest {
      changeSpecimen { $0.observations.append(result) }
      return
    }
    if begun.isEmpty { begin(Report()) }
    _ = begun.withLast { report in
      result.inherit(report.effective, report.effectivePeriod, segment)
      report.results.append(result)
    }
    last = .result
  }

  private mutating func take(specimen: Specimen) {
    if begun.isEmpty || (ordersFollow && !hasRequest) { isSpecimenFirst = true }
    if isSpecimenFirst {
      releaseSpecimen()
      held = HeldSpecimen(specimen)
    } else {
      _ = begun.withLast { $0.specimens.append(specimen) }
    }
    areResultsOfRequest = false
    last = .specimen
  }

  /// A specimen that no OBR came for is a report of its own: that it was rejected is a result.
  private mutating func releaseSpecimen() {
    if let held, !held.isTaken {
      var report = Report()
      report.specimens = [held.specimen]
      begun.append(report)
    }
    held = nil
  }

  private mutating func changeSpecimen(_ change: (inout Specimen) -> Void) {
    guard held?.change(change) == nil else { return }
    _ = begun.withLast { _ = $0.specimens.withLast(change) }
  }

  private mutating func take(timing segment: Segment) -> Bool {
    guard !pendingOrders.isEmpty || !begun.isEmpty else { return false }
    let timing = Timing(segment)
    let rest = segment.rest()
    let add = { (order: inout Order) in
      order.timings.append(timing)
      order.details += rest
    }
    if pendingOrders.withLast(add) { return true }
    return begun.withLast { report in
      if report.orders.isEmpty { report.orders.append(Order()) }
      _ = report.orders.withLast(add)
    }
  }

  /// PRT goes to what stands before it.
  private mutating func takeParticipation(_ segment: Segment) {
    let participation = Participation(segment, inResult: last == .result)
    let (person, rest) = (participation.person, participation.rest)
    switch last {
    case .none, .container: break
    case .order:
      _ = pendingOrders.withLast { order in
        if let person { order.actors.append(person) }
        order.details += rest
      }
    case .report:
      _ = begun.withLast { report in
        if let person { report.performers.append(person) }
        report.details += rest
      }
    case .result:
      changeResult { participation.join(&$0) }
    case .specimen:
      changeSpecimen { specimen in
        if let person { specimen.collectors.append(person) }
        specimen.details += rest
      }
    }
  }

  private mutating func changeResult(_ change: (inout Observation) -> Void) {
    _ = begun.withLast { _ = $0.results.withLast(change) }
  }

  mutating func take(_ note: Note) -> Bool {
    switch last {
    case .none, .container: return false
    case .order: return pendingOrders.withLast { $0.notes.append(note) }
    case .report: return begun.withLast { $0.notes.append(note) }
    case .result: changeResult { $0.notes.append(note) }
    case .specimen: changeSpecimen { $0.notes.append(note) }
    }
    return true
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    switch last {
    // A container whose specimen does not stand before it may be that of the request behind it.
    case .none, .container: return false
    case .order: return pendingOrders.withLast { $0.details += details }
    case .report, .result: return begun.withLast { $0.details += details }
    case .specimen: changeSpecimen { $0.details += details }
    }
    return true
  }
}

extension Observation {
  /// A missing OBX-14 is OBR-7 (and 8). One that can't be read is not missing: nobody knows when.
  mutating func inherit(_ time: Timestamp?, _ period: Period?, _ segment: Segment) {
    guard !segment.has(14) else { return }
    effective = time
    effectivePeriod = period
  }
}
