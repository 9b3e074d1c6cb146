import NormalizedFormat

/// ORU and OUL of laboratories, imaging and functional tests: one report an OBR.
struct ReportBuilder: ContentBuilder {
  private enum Last { case none, order, report, result, specimen }

  private var reports: [Report] = []
  /// ORC before its OBR.
  private var pendingOrders: [Order] = []
  /// SPM before its OBR (OUL); they hold for every OBR until the next SPM.
  private var heldSpecimens: [Specimen] = []
  private var isSpecimenFirst = false
  private var last = Last.none

  var content: Content {
    var all = reports
    if !pendingOrders.isEmpty || (reports.isEmpty && !heldSpecimens.isEmpty) {
      var rest = Report()
      rest.orders = pendingOrders
      if reports.isEmpty { rest.specimens = heldSpecimens }
      all.append(rest)
    }
    return .report(Reports(reports: all))
  }

  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "ORC":
      pendingOrders.append(Order(segment))
      last = .order
    case "OBR": begin(Report(segment))
    case "OBX": take(result: segment)
    case "SPM": take(specimen: Specimen(segment))
    case "TQ1": take(timing: segment)
    case "PRT" where last != .none: takeParticipation(segment)
    default: return false
    }
    return true
  }

  private mutating func begin(_ report: Report) {
    var report = report
    report.orders = pendingOrders
    pendingOrders = []
    report.specimens += heldSpecimens
    reports.append(report)
    last = .report
  }

  private mutating func take(result segment: Segment) {
    var result = Observation(segment)
    if last == .specimen {
      changeSpecimen { $0.observations.append(result) }
      return
    }
    if reports.isEmpty { begin(Report()) }
    _ = reports.withLast { report in
      result.inherit(report.effective, report.effectivePeriod)
      report.results.append(result)
    }
    last = .result
  }

  private mutating func take(specimen: Specimen) {
    if reports.isEmpty { isSpecimenFirst = true }
    if isSpecimenFirst {
      if last != .specimen { heldSpecimens = [] }
      heldSpecimens.append(specimen)
    } else {
      _ = reports.withLast { $0.specimens.append(specimen) }
    }
    last = .specimen
  }

  private mutating func changeSpecimen(_ change: (inout Specimen) -> Void) {
    if isSpecimenFirst {
      _ = heldSpecimens.withLast(change)
    } else {
      _ = reports.withLast { _ = $0.specimens.withLast(change) }
    }
  }

  private mutating func take(timing segment: Segment) {
    let timing = Timing(segment)
    let rest = segment.rest()
    let add = { (order: inout Order) in
      order.timings.append(timing)
      order.details += rest
    }
    if pendingOrders.withLast(add) { return }
    _ = reports.withLast { report in
      if report.orders.isEmpty { report.orders.append(Order()) }
      _ = report.orders.withLast(add)
    }
  }

  private mutating func takeParticipation(_ segment: Segment) {
    let person = Practitioner(participation: segment)
    let device = segment.first(10).flatMap { Device($0) }
    let rest = segment.rest()
    guard last == .result else {
      _ = reports.withLast { report in
        if let person { report.performers.append(person) }
        report.details += rest
      }
      return
    }
    _ = reports.withLast { report in
      _ = report.results.withLast { result in
        if let person { result.performers.append(person) }
        if let device { result.devices.append(device) }
        result.details += rest
      }
    }
  }

  mutating func take(_ note: Note) -> Bool {
    switch last {
    case .none: return false
    case .order: return pendingOrders.withLast { $0.notes.append(note) }
    case .report: return reports.withLast { $0.notes.append(note) }
    case .result:
      return reports.withLast { report in
        _ = report.results.withLast { $0.notes.append(note) }
      }
    case .specimen:
      changeSpecimen { $0.notes.append(note) }
      return true
    }
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    if last == .specimen {
      changeSpecimen { $0.details += details }
      return true
    }
    return reports.withLast { $0.details += details }
  }
}

extension Observation {
  /// A missing OBX-14 is OBR-7 (and 8).
  mutating func inherit(_ time: Timestamp?, _ period: Period?) {
    guard effective == nil else { return }
    effective = time
    effectivePeriod = period
  }
}
