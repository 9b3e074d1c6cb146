import NormalizedFormat
import Terminology

extension MessageRendering {
  /// PID and PD1 with remarks, roles and next of kin; then the stay.
  mutating func writePatient() {
    guard let patient = message.patient else { return writeStay() }
    var runs = DetailRuns(patient.details)
    write(pid(patient, runs.take("PID")))
    write(patient.notes)
    let (careGivers, others) = patient.primaryCare.plainFirst
    let run = runs.take("PD1")
    let additional = pd1(patient, careGivers, run)
    if !additional.isEmpty { write(additional) }
    let coverage = runs.takeAll(["IN2", "IN3"])
    writeRoles(others, &runs)
    for contact in patient.contacts.prefix(while: { !$0.isGuarantor }) { write(contact) }
    writeKept(runs.runs)
    writeStay()
    for run in coverage { write(run) }
  }

  /// What stands behind the stay: allergies, diagnoses, procedures, guarantors, insurances.
  mutating func writePatientMore() {
    guard let patient = message.patient else { return }
    for allergy in patient.allergies { write(SegmentDraft(allergy)) }
    for diagnosis in patient.diagnoses { write(SegmentDraft(diagnosis)) }
    for procedure in patient.procedures { write(procedure) }
    for contact in patient.contacts.drop(while: { !$0.isGuarantor }) { write(contact) }
    for coverage in patient.coverages { write(coverage) }
  }

  private func pid(_ patient: Patient, _ run: DetailRun?) -> SegmentDraft {
    var draft = SegmentDraft("PID", run)
    draft.add(extended: 3, patient.identifiers)
    draft.add(5, patient.names)
    draft.add(6, patient.motherNames)
    draft.put(7, patient.birthDate)
    draft.put(sex: 8, patient.sexCode, patient.sex)
    draft.add(9, patient.aliases)
    draft.add(10, patient.races, table: 5)
    let isCounty = patient.addresses.count == 1 && patient.addresses[0].isCounty
    if isCounty {
      draft.put(12, patient.addresses[0].district)
    } else {
      draft.add(11, patient.addresses)
    }
    draft.add(homeAndWork: patient.telecoms, home: 13, work: 14, others: [40], run)
    draft.add(15, patient.languages)
    draft.put(16, patient.maritalStatus, table: 2)
    draft.put(17, patient.religion, table: 6)
    draft.add(extended: 18, patient.accounts)
    draft.add(extended: 21, patient.motherIdentifiers)
    draft.add(22, patient.ethnicities, table: 189)
    put(&draft, more: patient)
    return draft
  }

  private func put(_ draft: inout SegmentDraft, more patient: Patient) {
    draft.put(23, patient.birthPlace)
    draft.put(24, patient.multipleBirth)
    draft.put(25, patient.birthOrder)
    let citizenships = patient.citizenships.prefix { $0.codings.first?.system != nil }
    draft.add(26, Array(citizenships), table: 171)
    draft.add(39, Array(patient.citizenships.dropFirst(citizenships.count)))
    draft.put(27, patient.veteranStatus, table: 172)
    draft.put(28, patient.nationality, table: 212)
    draft.put(29, patient.deceasedTime)
    draft.put(30, patient.deceased)
    draft.add(32, patient.identityReliability, table: 445)
    draft.put(33, patient.lastUpdate)
    clear("PID", &draft)
  }

  private func pd1(
    _ patient: Patient, _ careGivers: [Practitioner], _ run: DetailRun?
  ) -> SegmentDraft {
    var draft = SegmentDraft("PD1", run)
    draft.add(3, patient.primaryFacilities, version)
    draft.add(4, careGivers)
    draft.put(11, patient.publicity, table: 215)
    draft.put(12, patient.protected)
    clear("PD1", &draft)
    return draft
  }

  /// `""` in the fields that the source clears.
  func clear(_ segment: SegmentName, _ draft: inout SegmentDraft) {
    for path in message.cleared {
      guard let place = ClearedPath.place(of: path), place.segment == segment else { continue }
      draft.clear(place.field)
    }
  }
}

extension Address {
  /// Whether it is no more than a county.
  fileprivate var isCounty: Bool {
    var county = Address()
    county.district = district
    return self == county && district != nil
  }
}

extension SegmentDraft {
  /// A sex by its code, else by its meaning.
  mutating func put(sex field: Int, _ code: Concept?, _ sex: Sex?) {
    guard code == nil, let sex else { return put(field, code, table: 1) }
    put(field, HL7Table.administrativeSex.code(of: sex.code))
  }

  /// Telephones of a field whose name says that they are at home, of one at work, and others: the
  /// order stays.
  mutating func add(
    homeAndWork telecoms: [Telecom], home: Int, work: Int, others: [Int], _ run: DetailRun?
  ) {
    var telecoms = telecoms
    // What has details in a later field is of that field.
    for field in others.dropFirst().reversed() {
      let parts = telecoms.split(behind: field, run)
      telecoms = parts.first
      add(field, parts.second)
    }
    let reserved = telecoms.split(behind: others.first ?? 0, run)
    telecoms = reserved.first
    let fields = telecoms.map { telecom -> Int in
      guard telecom.statedUse == nil else { return telecom.use == .work ? 1 : 0 }
      return telecom.use == .home ? 0 : telecom.use == .work ? 1 : 2
    }
    // What must stand in an earlier field keeps all before it there.
    var at = telecoms.count
    var most = 2
    var places = fields
    while at > 0 {
      at -= 1
      if telecoms[at].statedUse == nil { most = min(most, fields[at]) }
      places[at] = min(places[at], most)
    }
    var least = 0
    for at in places.indices {
      least = max(least, places[at])
      places[at] = least
    }
    let parts = (0...2).map { place in zip(telecoms, places).filter { $0.1 == place }.map(\.0) }
    add(home, parts[0], isUseKnown: true)
    if !others.isEmpty { add(work, parts[1], isUseKnown: true) }
    if let first = others.first {
      add(first, parts[2] + reserved.second)
    } else {
      add(work, parts[1] + parts[2], isUseKnown: true)
    }
  }
}
