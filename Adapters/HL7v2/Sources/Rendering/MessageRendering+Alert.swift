import NormalizedFormat

extension MessageRendering {
  /// ORU^R40 (IHE PCD-04): one OBR an alert, a row for each of its facets.
  mutating func write(_ alerts: Alerts) {
    writePatient()
    writePatientMore()
    writeHeaderRest()
    for (at, alert) in alerts.alerts.enumerated() { write(alert, isFirst: at == 0) }
  }

  private mutating func write(_ alert: Alert, isFirst: Bool) {
    var runs = DetailRuns(alert.details)
    for run in runs.takeAll(["ORC"]) { write(run) }
    var request = SegmentDraft("OBR", runs.take("OBR"))
    request.add(entities: 3, alert.identifiers)
    request.add(29, FieldDraft.pairs(alert.partOf))
    request.put(7, alert.period?.start)
    request.put(8, alert.period?.end)
    let isImplied = (isFirst && request.isEmpty) || alert.isOnlyDetails
    if !isImplied {
      if !request.has(4) { request.put(4, FieldDraft.concept(.anyAlarm)) }
      write(request)
      write(alert.notes, &runs)
    }
    writeRows(alert, &runs)
    writeKept(runs.runs)
  }

  private mutating func writeRows(_ alert: Alert, _ runs: inout DetailRuns) {
    let hasDevice = message.provenance.device != nil
    var number = 0
    if alert.hasEvent {
      number += 1
      write(event(alert, runs.take("OBX", ordinal: number), hasDevice: hasDevice))
    }
    var context = ResultContext()
    context.isDevice = true
    context.device = message.provenance.device
    if let source = alert.source {
      number += 1
      write(result: source, context)
    }
    for facet in alert.facets {
      number += 1
      var run = runs.take("OBX", ordinal: number)
      // A row of which nothing was understood keeps its number.
      while let own = run, own.has(3), own.has(5) {
        write(SegmentDraft("OBX", own))
        number += 1
        run = runs.take("OBX", ordinal: number)
      }
      write(row(facet, of: alert, run))
    }
    for row in alert.evidence { write(result: row, context) }
    for run in runs.takeAll(["OBX", "PRT"]) { write(run) }
  }

  /// Facet 1. The event is a code in OBX-5, under the code of any alarm.
  private func event(_ alert: Alert, _ run: DetailRun?, hasDevice: Bool) -> SegmentDraft {
    var draft = SegmentDraft("OBX", run)
    if alert.isTextOfEvent {
      draft.put(2, "ST")
      draft.put(3, alert.code)
      draft.put(5, alert.text)
    } else {
      draft.put(2, "CWE")
      draft.put(3, FieldDraft.concept(.anyAlarm))
      draft.put(5, alert.code)
    }
    if run?.hasFirst(of: 4) != true { draft.put(4, alert.place(of: 1)) }
    draft.add(8, alert.interpretations, table: 78)
    draft.put(11, "F")
    draft.put(14, alert.occurred)
    let devices = hasDevice ? [message.provenance.device].compactMap { $0 } : alert.devices
    draft.add(18, devices.map { FieldDraft(device: $0) })
    return draft
  }

  private func row(_ facet: FacetRow, of alert: Alert, _ run: DetailRun?) -> SegmentDraft {
    var draft = SegmentDraft("OBX", run)
    draft.put(2, "ST")
    draft.put(3, FieldDraft.concept(facet.code))
    draft.put(4, alert.place(of: facet.number))
    draft.add(5, facet.words.map { FieldDraft($0) })
    draft.put(11, "F")
    if facet.number == 5 { draft.add(16, alert.acknowledgedBy) }
    return draft
  }
}

/// A row that says one property of an alert.
private struct FacetRow {
  let number: UInt32
  let code: Concept
  let words: [String]

  init?(_ number: UInt32, _ code: String, _ name: String, _ words: [String]) {
    guard !words.isEmpty else { return nil }
    self.number = number
    let coding = Coding(system: .mdc, code: code, display: name)
    self.code = code.isEmpty ? Concept() : Concept(codings: [coding])
    self.words = words
  }
}

extension Concept {
  /// That there is an alarm, and no more.
  fileprivate static let anyAlarm = Concept(
    codings: [Coding(system: .mdc, code: "196616", display: "MDC_EVT_ALARM")])
}

extension Alert {
  /// OBX-4 of a facet.
  fileprivate func place(of facet: UInt32) -> String? {
    guard !containment.isEmpty else { return nil }
    let four = (containment + [0, 0, 0, 0]).prefix(4)
    return (four + [facet]).map { String($0) }.joined(separator: ".")
  }

  /// Whether the text has no row of its own: without a place nothing tells that row.
  fileprivate var isTextOfEvent: Bool {
    let words = [code?.codings.first?.code, code?.codings.first?.display]
    guard containment.isEmpty, text != nil else { return false }
    return words.contains { $0?.hasPrefix("MDC_EVT_") == true }
  }

  fileprivate var hasEvent: Bool {
    code != nil || !interpretations.isEmpty || !containment.isEmpty || !devices.isEmpty
      || occurred != period?.start
  }

  /// Whether no OBR came for what its details say.
  fileprivate var isOnlyDetails: Bool {
    var bare = Alert()
    bare.details = details
    return self == bare && !DetailRuns(details).has("OBR")
  }

  /// Facets 3 to 8.
  fileprivate var facets: [FacetRow] {
    let silenced = inactivations.map(\.code)
    let rows = [
      FacetRow(3, "68481", "MDC_ATTR_EVENT_PHASE", [phase?.code].compactMap { $0 }),
      FacetRow(4, "68482", "MDC_ATTR_ALARM_STATE", [state?.code].compactMap { $0 }),
      FacetRow(
        5, "68483", "MDC_ATTR_ALARM_INACTIVATION_STATE",
        silenced.isEmpty && !acknowledgedBy.isEmpty ? [""] : silenced),
      FacetRow(6, "68484", "MDC_ATTR_ALARM_PRIORITY", [priority?.word].compactMap { $0 }),
      FacetRow(7, "68485", "MDC_ATTR_ALERT_TYPE", [kind?.word].compactMap { $0 }),
      FacetRow(8, "", "", isTextOfEvent ? [] : [text].compactMap { $0 }),
    ]
    return rows.compactMap { $0 }
  }
}

extension AlertPriority {
  /// The word of IHE PCD ACM.
  fileprivate var word: String {
    switch self {
    case .noPriority: "PN"
    case .low: "PL"
    case .medium: "PM"
    case .high: "PH"
    }
  }
}

extension AlertKind {
  /// The word of IHE PCD ACM.
  fileprivate var word: String {
    switch self {
    case .physiological: "SP"
    case .technical: "ST"
    case .advisory: "SA"
    }
  }
}
