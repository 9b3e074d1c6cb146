import NormalizedFormat
import Terminology

extension MessageRendering {
  /// VXU: one RXA a vaccination.
  mutating func write(_ immunizations: Immunizations) {
    writePatient()
    writePatientMore()
    writeHeaderRest()
    for observation in immunizations.observations { write(result: observation) }
    for immunization in immunizations.immunizations { write(immunization) }
  }

  private mutating func write(_ immunization: Immunization) {
    for order in immunization.orders {
      var runs = DetailRuns(order.details)
      writeOrder(order, &runs)
      writeKept(runs.runs)
    }
    guard !immunization.isOnlyOrders else { return }
    var runs = DetailRuns(immunization.details)
    let (plain, others) = immunization.performers.plainFirst
    write(rxa(immunization, plain, runs.take("RXA")))
    write(immunization.remarks, &runs)
    writeParticipations(others, &runs)
    let count = max(immunization.routes.count, immunization.sites.count)
    write(Array(0..<count), runs.takeAll(["RXR"])) { at, run in
      var draft = SegmentDraft("RXR", run)
      draft.put(1, immunization.routes.dropFirst(at).first, table: 162)
      draft.put(2, immunization.sites.dropFirst(at).first, table: 163)
      return draft
    }
    writeKept(runs.runs)
    for observation in immunization.observations { write(result: observation) }
  }

  private func rxa(
    _ immunization: Immunization, _ performers: [Practitioner], _ run: DetailRun?
  ) -> SegmentDraft {
    var draft = SegmentDraft("RXA", run)
    draft.put(2, immunization.series)
    draft.put(3, immunization.start)
    draft.put(4, immunization.end)
    draft.put(5, immunization.code)
    draft.put(6, unit: 7, immunization.dose)
    draft.put(8, immunization.form)
    draft.add(9, immunization.notes)
    draft.add(10, performers)
    if let location = immunization.location {
      if location.description != nil || !location.identifiers.isEmpty {
        draft.put(27, location)
      } else {
        draft.put(11, FieldDraft.administration(location))
      }
    }
    draft.add(15, immunization.lots.map { FieldDraft($0) })
    draft.add(16, immunization.expirations.map { FieldDraft($0) })
    draft.add(17, immunization.manufacturers)
    draft.add(18, immunization.refusals)
    draft.add(19, immunization.indications)
    draft.put(20, immunization.statusCode, table: 322)
    if immunization.statusCode == nil, let status = immunization.status, !isNative {
      draft.put(20, HL7Table.completionStatus.code(of: status.code))
    }
    draft.put(21, immunization.action, table: 206)
    draft.put(22, immunization.entered)
    return draft
  }
}

extension Immunization {
  /// Whether no RXA came for its orders.
  fileprivate var isOnlyOrders: Bool {
    var bare = Immunization()
    bare.orders = orders
    return self == bare && !orders.isEmpty
  }
}
