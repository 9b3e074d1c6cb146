import NormalizedFormat

extension Contact {
  /// Whether it came of GT1.
  var isGuarantor: Bool {
    roles.count == 1 && roles[0].codings.first?.code == "GUAR"
      && roles[0].codings.first?.system
        == CodeSystem("http://terminology.hl7.org/CodeSystem/v3-RoleClass")
  }
}

extension MessageRendering {
  /// NK1 or GT1.
  mutating func write(_ contact: Contact) {
    var runs = DetailRuns(contact.details)
    if contact.isGuarantor {
      write(guarantor(contact, runs.take("GT1")))
    } else {
      write(nextOfKin(contact, runs.take("NK1")))
    }
    writeKept(runs.runs)
  }

  private func nextOfKin(_ contact: Contact, _ run: DetailRun?) -> SegmentDraft {
    var draft = SegmentDraft("NK1", run)
    let names = contact.names.split(behind: 30, run)
    draft.add(2, names.first)
    draft.add(30, names.second)
    draft.add(3, contact.relationships, table: 63)
    let addresses = contact.addresses.split(behind: 32, run)
    draft.add(4, addresses.first)
    draft.add(32, addresses.second)
    draft.add(homeAndWork: contact.telecoms, home: 5, work: 6, others: [40, 41], run)
    draft.add(7, contact.roles, table: 131)
    draft.put(8, contact.period?.start)
    draft.put(9, contact.period?.end)
    draft.put(10, contact.occupation)
    draft.add(13, contact.organizations, version)
    draft.put(14, contact.maritalStatus, table: 2)
    draft.put(sex: 15, contact.sexCode, contact.sex)
    draft.put(16, contact.birthDate)
    draft.add(20, contact.languages)
    draft.add(extended: 33, contact.identifiers)
    return draft
  }

  private func guarantor(_ contact: Contact, _ run: DetailRun?) -> SegmentDraft {
    var draft = SegmentDraft("GT1", run)
    draft.add(extended: 2, contact.identifiers)
    draft.add(3, contact.names)
    draft.add(5, contact.addresses)
    draft.add(homeAndWork: contact.telecoms, home: 6, work: 7, others: [], run)
    draft.put(8, contact.birthDate)
    draft.put(sex: 9, contact.sexCode, contact.sex)
    draft.add(11, contact.relationships, table: 63)
    draft.put(13, contact.period?.start)
    draft.put(14, contact.period?.end)
    draft.put(30, contact.maritalStatus, table: 2)
    draft.add(36, contact.languages)
    draft.add(51, contact.organizations, version)
    return draft
  }

  /// PR1 with those who took part.
  mutating func write(_ procedure: Procedure) {
    var runs = DetailRuns(procedure.details)
    var draft = SegmentDraft("PR1", runs.take("PR1"))
    draft.put(3, procedure.code)
    draft.put(4, procedure.description)
    draft.put(5, procedure.time)
    draft.put(6, procedure.type, table: 230)
    draft.put(7, procedure.duration?.value)
    var rest = procedure.practitioners[...]
    for (field, code) in [(8, "AN"), (11, "PS")] {
      let those = rest.prefix { $0.isPlainBut(role: code, table: 133) }
      draft.add(field, Array(those))
      rest = rest.dropFirst(those.count)
    }
    let (plain, others) = Array(rest).plainFirst
    draft.add(12, plain)
    draft.put(14, procedure.priority)
    draft.put(15, procedure.reason)
    draft.add(16, procedure.modifiers)
    draft.add(entities: 19, procedure.identifiers)
    write(draft)
    writeRoles(others, &runs)
    writeKept(runs.runs)
  }

  /// IN1 with what else was said of the insurance.
  mutating func write(_ coverage: Coverage) {
    var runs = DetailRuns(coverage.details)
    var draft = SegmentDraft("IN1", runs.take("IN1"))
    draft.put(2, coverage.plan, table: 72)
    put(&draft, coverage.insurers.first, identifiers: 3, organization: 4)
    draft.add(5, coverage.insurers.first?.addresses ?? [])
    draft.add(6, coverage.insurers.first?.contacts ?? [])
    draft.add(7, coverage.insurers.first?.telecoms ?? [])
    draft.put(8, coverage.groupNumber)
    draft.add(9, coverage.groupNames.map { FieldDraft($0) })
    draft.put(12, coverage.period?.start)
    draft.put(13, coverage.period?.end)
    draft.put(14, coverage.authorization)
    draft.put(15, coverage.planType, table: 86)
    draft.put(17, coverage.relationship, table: 63)
    draft.put(22, coverage.priority)
    draft.add(extended: 36, coverage.identifiers)
    if let insured = coverage.subscribers.first {
      put(&draft, insured.organizations.first, identifiers: 10, organization: 11)
      draft.add(16, insured.names)
      draft.put(18, insured.birthDate)
      draft.add(19, insured.addresses)
      draft.put(sex: 43, insured.sexCode, insured.sex)
      draft.add(extended: 49, insured.identifiers)
    }
    write(draft)
    for run in runs.takeAll(["IN2", "IN3", "ROL", "PRT"]) { write(run) }
    writeKept(runs.runs)
  }

  /// An organization with its numbers in a field of their own; of several the first is its own.
  private func put(
    _ draft: inout SegmentDraft, _ organization: Organization?, identifiers: Int,
    organization field: Int
  ) {
    guard var organization else { return }
    let isOwn = organization.identifiers.count > 1
    draft.add(extended: identifiers, Array(organization.identifiers.dropFirst(isOwn ? 1 : 0)))
    organization.identifiers = isOwn ? Array(organization.identifiers.prefix(1)) : []
    draft.put(field, FieldDraft.choices(organization, version))
  }
}

extension Practitioner {
  /// Whether an XCN and the name of its field say all of it.
  func isPlainBut(role code: String, table: Int) -> Bool {
    guard role?.isCode(of: table) == true, role?.codings.first?.code == code else { return false }
    var bare = self
    bare.role = nil
    return bare.isPlain
  }
}

extension SegmentDraft {
  /// AL1, or IAM where only that says all of it.
  init(_ allergy: Allergy) {
    var runs = DetailRuns(allergy.details)
    let isAdverse =
      runs.has("IAM") || !allergy.identifiers.isEmpty || allergy.action != nil
      || allergy.status != nil || (allergy.code?.codings.count ?? 0) > 3
    let name = isAdverse ? "IAM" : "AL1"
    self.init(name, runs.take(name))
    put(2, allergy.type, table: 127)
    put(4, allergy.severity, table: 128)
    add(5, allergy.reactions.map { FieldDraft($0.words) })
    guard isAdverse else {
      put(3, allergy.code)
      put(6, allergy.onset)
      return
    }
    putBothCodes(allergy.code)
    put(6, allergy.action, table: 206)
    add(entities: 7, allergy.identifiers)
    put(11, allergy.onset)
    put(17, allergy.status, table: 438)
  }

  /// IAM-3, and IAM-27 for the codings that a CWE has no room for.
  private mutating func putBothCodes(_ code: Concept?) {
    guard let code, code.codings.count > 3 else { return put(3, code) }
    put(3, Concept(codings: Array(code.codings.prefix(3))))
    put(27, Concept(codings: Array(code.codings.dropFirst(3)), text: code.text))
  }

  /// DG1.
  init(_ diagnosis: Diagnosis) {
    var runs = DetailRuns(diagnosis.details)
    self.init("DG1", runs.take("DG1"))
    put(3, diagnosis.code)
    put(4, diagnosis.description)
    put(5, diagnosis.time)
    put(6, diagnosis.type, table: 52)
    put(15, diagnosis.priority)
    add(16, diagnosis.clinicians)
    put(17, diagnosis.classification, table: 228)
    put(19, diagnosis.attested)
    add(entities: 20, diagnosis.identifiers)
    put(21, diagnosis.action, table: 206)
  }
}

extension Concept {
  /// One text of it.
  var words: String? { text ?? codings.first?.display ?? codings.first?.code }
}

extension Array {
  /// Those of a first field, and the last ones, which are of a second field: as many as its details
  /// have repetitions.
  func split(behind field: Int, _ run: DetailRun?) -> (first: Self, second: Self) {
    let details = run?.leaves.filter { $0.path.field == field } ?? []
    let count = Swift.min(details.map(\.path.repetition).max() ?? 0, count)
    return (Array(dropLast(count)), Array(suffix(count)))
  }
}
