import NormalizedFormat

extension MessageRendering {
  /// ADT.
  mutating func write(_ admission: Admission) {
    var runs = DetailRuns(admission.details)
    write(event(admission, runs.take("EVN")))
    write(admission.notes, &runs)
    writePatient()
    for observation in admission.observations { write(result: observation) }
    writePatientMore()
    let isPair = AdmissionBuilder.holdsTwoPatients(messageEvent ?? admission.trigger)
    let others = runs.takeAll { $0.patient != nil || ($0.segment == "PID" && $0.ordinal > 1) }
    if !isPair {
      write(admission.mergedFrom, runs.takeAll(["MRG"])) { merged, run in
        SegmentDraft(merged, run)
      }
    }
    writeKept(runs.runs, seconds: ["EVN"])
    guard isPair else { return }
    for (at, other) in admission.mergedFrom.enumerated() {
      writeOther(other, others.filter { ($0.patient ?? $0.ordinal) == at + 2 })
    }
  }

  private func event(_ admission: Admission, _ run: DetailRun?) -> SegmentDraft {
    var draft = SegmentDraft("EVN", run)
    if run?.hasFirst(of: 1) != true { draft.put(1, admission.trigger ?? messageEvent) }
    draft.put(2, admission.recorded)
    draft.put(3, admission.planned)
    draft.put(4, admission.reason, table: 62)
    draft.add(5, admission.operators)
    draft.put(6, admission.occurred)
    draft.put(7, FieldDraft(admission.facility))
    return draft
  }

  /// The other patient of a swap or a link, with the stay and what else was said.
  private mutating func writeOther(_ other: MergedPatient, _ runs: [DetailRun]) {
    var patient = SegmentDraft("PID", runs.first { $0.patient == nil })
    patient.add(extended: 3, other.identifiers)
    patient.add(5, other.names)
    patient.add(extended: 18, other.accounts)
    write(patient)
    let stays = runs.filter { $0.patient != nil && $0.segment == "PV1" }
    for at in 0..<max(stays.count, other.locations.count, other.visits.isEmpty ? 0 : 1) {
      var stay = SegmentDraft("PV1", at < stays.count ? stays[at] : nil)
      if at < other.locations.count { stay.put(3, other.locations[at]) }
      if at == 0 { stay.add(extended: 19, other.visits) }
      write(stay)
    }
    for run in runs where run.patient != nil && run.segment != "PV1" {
      guard !Self.foreign.contains(run.segment), run.segment.first != "Z" else { continue }
      write(run)
    }
  }

  /// What is no segment of a patient.
  private static let foreign: Set<String> = ["MSH", "FHS", "BHS", "BTS", "FTS", "PID", "EVN"]
}

extension SegmentDraft {
  /// MRG.
  init(_ merged: MergedPatient, _ run: DetailRun?) {
    self.init("MRG", run)
    add(extended: 1, merged.identifiers)
    add(extended: 3, merged.accounts)
    add(extended: 5, merged.visits)
    add(7, merged.names)
  }
}
