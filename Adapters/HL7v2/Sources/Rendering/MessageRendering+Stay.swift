import NormalizedFormat
import Terminology

extension MessageRendering {
  /// PV1 and PV2 with remarks and roles.
  mutating func writeStay() {
    guard let stay = message.encounter else { return }
    var runs = DetailRuns(stay.details)
    let (plain, others) = stay.otherProviders.plainFirst
    write(pv1(stay, plain, runs.take("PV1")))
    let additional = pv2(stay, runs.take("PV2"))
    if !additional.isEmpty { write(additional) }
    write(stay.notes)
    writeRoles(others, &runs)
    writeKept(runs.runs)
  }

  private func pv1(
    _ stay: Encounter, _ providers: [Practitioner], _ run: DetailRun?
  ) -> SegmentDraft {
    var draft = SegmentDraft("PV1", run)
    put(&draft, classOf: stay)
    draft.put(3, stay.location)
    draft.put(4, stay.admissionType, table: 7)
    draft.add(extended: 5, stay.preadmissionIdentifiers)
    draft.put(6, stay.previousLocation)
    draft.add(7, stay.attending)
    draft.add(8, stay.referring)
    draft.add(9, stay.consulting)
    draft.put(10, stay.service, table: 69)
    draft.put(11, stay.temporaryLocation)
    draft.put(13, stay.readmission, table: 92)
    draft.put(14, stay.admissionSource, table: 23)
    draft.add(15, stay.ambulatoryStatuses, table: 9)
    draft.put(16, stay.vip, table: 99)
    draft.add(17, stay.admitting)
    draft.put(18, stay.patientType, table: 18)
    draft.add(extended: 19, stay.identifiers)
    draft.add(20, stay.financialClasses.map { FieldDraft(inner: $0, table: 64) })
    draft.put(36, stay.disposition, table: 112)
    draft.put(37, stay.dischargedTo.map { FieldDraft(inner: $0, table: 113) } ?? FieldDraft())
    draft.put(38, stay.diet, table: 114)
    draft.put(39, stay.servicingFacility)
    draft.put(40, stay.bedStatus, table: 116)
    draft.put(41, stay.accountStatus, table: 117)
    draft.put(42, stay.pendingLocation)
    draft.put(43, stay.previousTemporaryLocation)
    draft.put(44, stay.admitted)
    draft.put(45, stay.discharged)
    draft.add(extended: 50, stay.alternateIdentifiers)
    draft.add(52, providers)
    clear("PV1", &draft)
    return draft
  }

  private func put(_ draft: inout SegmentDraft, classOf stay: Encounter) {
    guard stay.classCode == nil, let kind = stay.kind, !isNative else {
      return draft.put(2, stay.classCode, table: 4)
    }
    draft.put(2, kind.letter)
  }

  private func pv2(_ stay: Encounter, _ run: DetailRun?) -> SegmentDraft {
    var draft = SegmentDraft("PV2", run)
    draft.put(2, stay.accommodation, table: 129)
    draft.put(3, stay.reason)
    draft.put(4, stay.transferReason)
    draft.put(8, stay.expectedAdmission)
    draft.put(9, stay.expectedDischarge)
    draft.put(12, stay.description)
    draft.put(25, stay.priority, table: 217)
    draft.put(38, stay.arrivalMode, table: 430)
    clear("PV2", &draft)
    return draft
  }
}

extension FieldDraft {
  /// A concept in the subcomponents of the first component.
  init(inner concept: Concept, table: Int) {
    self.init()
    set(1, concept, table: table)
  }
}

extension EncounterClass {
  /// The code of table 0004.
  fileprivate var letter: String {
    switch self {
    case .inpatient: "I"
    case .outpatient: "O"
    case .emergency: "E"
    case .preAdmission: "P"
    case .recurring: "R"
    case .obstetrics: "B"
    default: "U"
    }
  }
}
