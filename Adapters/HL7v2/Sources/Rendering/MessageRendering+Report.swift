import NormalizedFormat
import Terminology

extension MessageRendering {
  /// ORU, OUL and OPU of laboratories: one OBR a report.
  mutating func write(_ reports: Reports) {
    writePatient()
    writePatientMore()
    writeHeaderRest()
    let follows = messageCode != "ORU" && messageEvent != "R21"
    let isSpecimenFirst =
      follows && messageEvent != "R24"
      && reports.reports.allSatisfy {
        $0.specimenBefore != nil
      }
    var held: Specimen?
    for (at, report) in reports.reports.enumerated() {
      if isSpecimenFirst, let specimen = report.specimenBefore, specimen != held {
        write(specimen)
        held = specimen
      }
      write(report, isFirst: at == 0, ordersFollow: follows, withSpecimen: !isSpecimenFirst)
    }
  }

  /// ORC, OBR, TQ1, NTE, OBX, SPM.
  mutating func write(
    _ report: Report, isFirst: Bool, ordersFollow: Bool = false, withSpecimen: Bool = true
  ) {
    var runs = DetailRuns(report.details)
    var orders = report.orders
    let implied = orders.last.flatMap { isImplied($0) && !$0.timings.isEmpty ? $0 : nil }
    if implied != nil { orders.removeLast() }
    let (plain, persons) = split(report.performers)
    var request = obr(report, plain, runs.take("OBR"))
    let specimens = requestSpecimen(report, &request, withSpecimen: withSpecimen)
    let isLeftOut = request.isEmpty && (isFirst || report.isOnlyOrders || !withSpecimen)
    let isBehind = ordersFollow && orders.count == 1 && !isLeftOut
    if !isBehind { for order in orders { writeOrderOf(order) } }
    if !isLeftOut { write(request) }
    if isBehind { for order in orders { writeOrderOf(order) } }
    if let implied {
      var own = DetailRuns(implied.details)
      write(implied.timings, &own)
    }
    write(report.notes, &runs)
    writeParticipations(persons, &runs)
    writeKept(runs.runs)
    let context = ResultContext(effective: report.effective, period: report.effectivePeriod)
    for result in report.results { write(result: result, context) }
    for specimen in specimens { write(specimen) }
  }

  /// What the request says of a specimen itself, and the specimens that have segments here.
  private func requestSpecimen(
    _ report: Report, _ request: inout SegmentDraft, withSpecimen: Bool
  ) -> [Specimen] {
    var rest = withSpecimen ? report.specimens : Array(report.specimens.dropLast())
    if let first = rest.first, first.isOfRequest {
      request.put(request: first)
      rest.removeFirst()
    }
    return rest
  }

  private mutating func writeOrderOf(_ order: Order) {
    var runs = DetailRuns(order.details)
    writeOrder(order, &runs)
    writeKept(runs.runs)
  }

  private func obr(
    _ report: Report, _ plain: [(field: Int, person: Practitioner)], _ run: DetailRun?
  ) -> SegmentDraft {
    var draft = SegmentDraft("OBR", run)
    draft.add(entities: 2, report.placerIdentifiers.filter { !$0.needsExtended })
    draft.add(extended: 53, report.placerIdentifiers.filter(\.needsExtended))
    draft.add(entities: 3, report.fillerIdentifiers + report.identifiers)
    draft.put(4, report.code)
    draft.put(5, report.priority, table: 27)
    draft.put(6, report.requested)
    draft.put(7, report.effective ?? report.effectivePeriod?.start)
    draft.put(8, report.effectivePeriod?.end)
    draft.put(13, report.clinicalInformation)
    draft.add(16, report.requesters)
    draft.add(17, report.telecoms)
    draft.put(22, report.issued)
    draft.add(24, report.categories, table: 74)
    draft.put(25, report.sourceStatus ?? code(of: report.status))
    draft.add(28, report.copiesTo)
    draft.add(29, FieldDraft.pairs(report.parentIdentifiers))
    draft.add(31, report.reasons)
    draft.add(32, report.interpreters.map(FieldDraft.working))
    for field in 33...35 {
      draft.add(field, plain.filter { $0.field == field }.map { FieldDraft.working($0.person) })
    }
    draft.put(36, report.scheduled)
    draft.add(44, Array(report.procedures.prefix(1)))
    draft.add(45, Array(report.procedures.dropFirst()))
    return draft
  }

  private func code(of status: ReportStatus?) -> String? {
    guard !isNative, let status else { return nil }
    return status == .final ? "F" : HL7Table.reportStatus.code(of: status.code)
  }

  /// Who worked on a report by their field, in its order, and those who need a segment each.
  private func split(
    _ persons: [Practitioner]
  ) -> (plain: [(field: Int, person: Practitioner)], others: [Practitioner]) {
    var plain: [(field: Int, person: Practitioner)] = []
    for person in persons {
      let field = person.workingField
      guard let field, field >= plain.last?.field ?? 33, person.isWorking else { break }
      plain.append((field, person))
    }
    return (plain, Array(persons.dropFirst(plain.count)))
  }
}

extension Practitioner {
  /// OBR-33 to 35 by the role of table 0912.
  fileprivate var workingField: Int? {
    guard role?.isCode(of: 912) == true else { return nil }
    return WorkingRole.codes.first { $0.value == role?.codings.first?.code }?.key
  }
}

extension Report {
  /// The specimen that stood before its request: the last one, where it alone is not the request's
  /// own.
  fileprivate var specimenBefore: Specimen? {
    specimens.count { !$0.isOfRequest } == 1 && specimens.last?.isOfRequest == false
      ? specimens.last : nil
  }

  /// Whether no OBR came for its orders.
  fileprivate var isOnlyOrders: Bool {
    var bare = Report()
    bare.orders = orders
    return self == bare && !orders.isEmpty
  }
}
