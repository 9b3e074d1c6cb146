import AdapterKit
import NormalizedFormat
import Testing

/// Messages about several patients: who is in which, and what happened to them.
@Suite struct PatientsTests {
  private func admissions(
    _ type: String, _ segments: String
  ) throws -> [(message: Message, admission: Admission)] {
    try Mapped.messages("MSH|^~\\&|A|B|||2026||\(type)|1|P|2.2\n" + segments).compactMap {
      guard case .admission(let admission) = $0.content else {
        Issue.record("no admission")
        return nil
      }
      return ($0, admission)
    }
  }

  @Test(arguments: [
    ("ADT^^ADT_A01", "EVN|A13", AdmissionEvent.cancelDischarge, "A13"),
    ("ADT^^ADT_A01", "EVN|A08", .update, "A08"), ("ADT^^ADT_A09", "EVN|A11", .cancelAdmit, "A11"),
    ("ADT^^ADT_A21", "EVN|A29", .delete, "A29"), ("ADT", "EVN|A03", .discharge, "A03"),
    ("ADT^A08^ADT_A01", "EVN|A01", .update, "A08"), ("ADT^^ADT_A03", "EVN", .discharge, "A03"),
  ])
  func `the event is what MSH-9 says, else what EVN says, else that of the structure`(
    type: String, event: String, meaning: AdmissionEvent, trigger: String
  ) throws {
    let admission = try #require(try admissions(type, event + "\nPID|1||7\nPV1|1|I").first)
    #expect(admission.admission.event == meaning)
    #expect(admission.admission.trigger == trigger)
    #expect(admission.message.provenance.source.type == type)
    #expect(admission.message.encounter?.status == Encounter.statusOf(meaning))
  }

  @Test(arguments: ["ADT", "ADT^^ADT_A01", "ADT^^ADT_A09", "ADT^^ADT_A21", "ADT^^ADT_A39"])
  func `a structure of several events says none`(type: String) throws {
    let admission = try #require(try admissions(type, "PID|1||7\nPV1|1|I").first)
    #expect(admission.admission.event == .other)
    #expect(admission.admission.trigger == nil)
    #expect(admission.message.encounter?.status == nil)
  }

  @Test func `a structure of several events says none of an appointment or a document`() throws {
    let appointment = try Mapped.message("MSH|^~\\&|A|B|||2026||SIU^^SIU_S12|1|P|2.5\nSCH|1")
    guard case .appointment(let content) = appointment.content else {
      Issue.record("no appointment")
      return
    }
    #expect(content.trigger == nil)
    let document = try Mapped.message("MSH|^~\\&|A|B|||2026||MDM^^MDM_T02|1|P|2.5\nEVN|T04\nTXA|1")
    guard case .document(let content) = document.content else {
      Issue.record("no document")
      return
    }
    #expect(content.trigger == "T04")
  }

  @Test(arguments: ["ADT", "ADT^^ADT_A17", "ADT^A17"])
  func `a swap whose event only EVN or the structure says is one message about both`(
    type: String
  ) throws {
    let swap = try admissions(
      type, "EVN|A17|2026\nPID|1||111\nPV1|1|I|W1\nPID|2||222\nPV1|2|I|W2")
    #expect(swap.map(\.admission.event) == [.swap])
    #expect(swap.first?.message.encounter?.location?.pointOfCare == "W1")
    #expect(swap.first?.admission.mergedFrom.first?.identifiers.first?.value == "222")
  }

  @Test(arguments: ["ADT", "ADT^^ADT_A39", "ADT^A40"])
  func `the one event of a message is that of all its patients`(type: String) throws {
    let merges = try admissions(
      type,
      "EVN|A40|20260101||REASON|OPERATOR|20260102\nPID|1||111\nMRG|11\nPID|2||222\nMRG|22\n"
        + "PID|3||333\nMRG|33")
    #expect(merges.map(\.admission.event) == [.merge, .merge, .merge])
    #expect(merges.map(\.admission.trigger) == ["A40", "A40", "A40"])
    for (_, admission) in merges {
      #expect(admission.recorded != nil)
      #expect(admission.occurred != nil)
      #expect(admission.operators.count == 1)
      #expect(admission.reason?.codings.first?.code == "REASON")
      #expect(admission.details == [])
    }
    #expect(merges.map { $0.message.patient?.identifiers.first?.value } == ["111", "222", "333"])
    #expect(
      merges.map { $0.admission.mergedFrom.first?.identifiers.first?.value } == ["11", "22", "33"])
  }

  @Test func `events of their own are each patient's`() throws {
    let each = try admissions(
      "ADT", "EVN|A01|2026\nPID|1||111\nPV1|1|I\nEVN|A03|2027\nPID|2||222\nPV1|1|I\nPID|3||333")
    #expect(each.map(\.admission.event) == [.admit, .discharge, .other])
    #expect(each.map { $0.message.patient?.identifiers.first?.value } == ["111", "222", "333"])
    #expect(each.last?.admission.recorded == nil)
  }

  @Test func `a long event is not repeated for thousands of patients`() throws {
    let patients = { (count: Int) in String(repeating: "\nPID|1||1", count: count) }
    let event = "EVN|A40|2026||" + String(repeating: "x", count: 400_000)
    #expect(throws: AdapterError(.limit)) { try admissions("ADT^A40", event + patients(3_000)) }
    #expect(try admissions("ADT^A40", event + patients(3)).count == 3)
    #expect(try admissions("ADT^A40", "EVN|A40|2026" + patients(3_000)).count == 3_000)
  }

  // MARK: Two patients of one event

  private static let behind = [
    "PD1", "PV1", "PV2", "NK1", "GT1", "IN1", "IN2", "AL1", "IAM", "DG1", "PR1", "ROL", "PRT",
    "OBX", "NTE", "MRG", "DB1", "ACC",
  ]

  private func swap(_ event: String, _ behind: String) throws -> (Message, Admission) {
    let messages = try Mapped.messages(
      "MSH|^~\\&|A|B|||2026||ADT^\(event)|1|P|2.5\nEVN||2026\nPID|1||111||ONE^A\nPV1|1|I|W1\n"
        + "PID|2||222||TWO^B\n\(behind)")
    try #require(messages.count == 1)
    guard case .admission(let admission) = messages[0].content else {
      Issue.record("no admission")
      return (messages[0], Admission(event: .other))
    }
    return (messages[0], admission)
  }

  @Test(arguments: behind, ["A17", "A24", "A37"])
  func `what stands behind the other patient of a swap is not about the first`(
    name: String, event: String
  ) throws {
    let canaries = (2...40).map { "QZX\($0)Q" }
    let (message, admission) = try swap(event, "\(name)|9|" + canaries.joined(separator: "|"))
    #expect(message.patient?.identifiers.map(\.value) == ["111"])
    #expect(!"\(String(describing: message.patient))".contains("QZX"))
    #expect(!"\(String(describing: message.encounter))".contains("QZX"))
    #expect(admission.observations == [])
    #expect(admission.notes == [])
    let details = admission.details.filter { $0.name.hasPrefix("PID(2)/\(name)-") }
    let said = "\(admission.mergedFrom)\(details)"
    #expect(canaries.filter { !said.contains($0) } == [])
  }

  @Test func `the details of the other patient of a swap tell segments of one name apart`() throws {
    let (message, admission) = try swap("A17", "AL1|1|DA|NUTS\nAL1|2|DA|MILK\nPV1|2|I|W2\nPV1|3|O")
    #expect(message.patient?.allergies == [])
    #expect(message.encounter?.location?.pointOfCare == "W1")
    #expect(admission.mergedFrom.first?.locations.first?.pointOfCare == "W2")
    let details = Dictionary(uniqueKeysWithValues: admission.details.map { ($0.name, $0.value) })
    #expect(details["PID(2)/AL1-3"] == "NUTS")
    #expect(details["PID(2)/AL1(2)-3"] == "MILK")
    #expect(details["PID(2)/PV1(2)-2"] == "O")
  }

  // MARK: Populations and answers to queries

  @Test func `an accession of a population begins at its next of kin, named patient or not`() throws
  {
    let parts = try Mapped.messages(
      "MSH|^~\\&|A|B|||2026||OPU^R25|1|P|2.5\nPV1|1|I|FARM\nNK1|1|One\nPID|1||111\n"
        + "OBX|1|NM|AGE||5\nSPM|1|S1\nOBR|1|||HIV\nOBX|1|ST|HIV||NEG\nNK1|1|Two\nSPM|1|S2\n"
        + "OBR|1|||HIV\nOBX|1|ST|HIV||POS\nNK1|1|Three\nPID|1||333\nSPM|1|S3\nOBR|1|||HIV\n"
        + "OBX|1|ST|HIV||NEG")
    #expect(
      parts.map { $0.patient?.identifiers.map(\.value) ?? [] } == [["111"], [], ["333"]])
    let kin = parts.map { $0.patient?.contacts.map { $0.names.first?.family } ?? [] }
    #expect(kin == [["One"], ["Two"], ["Three"]])
    #expect(parts.map { $0.json().contains("POS") } == [false, true, false])
  }

  @Test func `next of kin between two patients without results refuse a population`() {
    #expect(throws: AdapterError(.untranslatable, place: "PID-3", offset: 54)) {
      try Mapped.messages("MSH|^~\\&|A|B|||2026||OPU^R25|1|P|2.5\nPID|1||1\nNK1|1|X\nPID|1||2")
    }
  }

  @Test func `an event or a query before a patient is about that one`() throws {
    let answers = try Mapped.messages(
      "MSH|^~\\&|A|B|||2026||ADR^A19|1|P|2.5\nEVN|A01\nPID|1||111\nPV1|1|I\nEVN|A03\nPID|2||222")
    #expect(answers.map { $0.json().contains("A03") } == [false, true])
    let queries = try Mapped.messages(
      "MSH|^~\\&|A|B|||2026||RDR^RDR|1|P|2.5\nQRD|2026|R|I|Q1||||111\nPID|1||111\nORC|1\n"
        + "QRD|2026|R|I|Q2||||222\nPID|2||222")
    #expect(queries.map { $0.json().contains("Q2") } == [false, true])
  }

  // MARK: Appointments

  @Test func `what nobody understands of an appointment of several is in all, and counted once`()
    throws
  {
    let parts = try Mapped.messages(
      "MSH|^~\\&|A|B|||2026||SIU^S12|1|P|2.5\nSCH|1\nZAB|before\nPID|1||111\nZAB|first\n"
        + "PID|2||222\nZAB|second\nRGS|1\nZAB|behind\nno segment")
    try #require(parts.count == 2)
    let shared = ["ZAB-1 before", "ZAB(4)-1 behind", "???-1 no segment"]
    let unknown = parts.map { ($0.loss?.unknown ?? []).map { "\($0.path) \($0.value)" } }
    #expect(Set(unknown[0]) == Set(shared + ["ZAB(2)-1 first"]))
    #expect(unknown[1] == ["ZAB(3)-1 second"])
    let details = parts.map { $0.provenance.source.details.map { "\($0.name) \($0.value)" } }
    #expect(details[0] == [])
    #expect(details[1] == shared)
  }
}

extension Encounter {
  /// What an event makes of a stay, by hand.
  fileprivate static func statusOf(_ event: AdmissionEvent) -> EncounterStatus? {
    switch event {
    case .discharge: .finished
    case .cancelAdmit: .cancelled
    default: nil
    }
  }
}
