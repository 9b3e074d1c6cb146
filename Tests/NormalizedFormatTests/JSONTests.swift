import Foundation
import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

@Suite struct JSONTests {
  @Test(arguments: 0..<FormatSchema.contents.count)
  func `every message is JSON by another parser, indented or not`(kind: Int) throws {
    for seed in 0..<20 as Range<UInt64> {
      let message = try Message(
        decoding: RandomMessage.bytes(seed: seed, kind: kind, density: 40))
      let plain = try JSONSerialization.jsonObject(with: Data(message.jsonBytes())) as? NSDictionary
      let indented = try JSONSerialization.jsonObject(with: Data(message.jsonBytes(indented: true)))
      try #require(plain == indented as? NSDictionary)
      try #require(plain?["kind"] as? String == message.content.name)
    }
  }

  @Test func `a measurement reads as FHIR would name it`() {
    var observation = Observation(
      code: Concept(codings: [Coding(system: .mdc, code: "150456", display: "MDC_PULS_OXIM_SAT_O2")]
      ))
    observation.values = [
      .quantity(Quantity(value: DecimalNumber(970, exponent: -1), unit: UnitOfMeasure(ucum: "%")))
    ]
    observation.status = .final
    observation.effective = Timestamp(iso8601: "2026-09-12T12:00:05+02:00")
    var json = JSONWriter(indented: false)
    observation.render(to: &json)
    #expect(
      String(decoding: json.bytes, as: UTF8.self) == """
        {"code":{"coding":[{"system":"urn:iso:std:iso:11073:10101","code":"150456",\
        "display":"MDC_PULS_OXIM_SAT_O2"}]},"value":[{"quantity":{"value":97.0,\
        "unit":{"code":"%"}}}],"status":"final","effectiveDateTime":\
        {"dateTime":"2026-09-12T12:00:05+02:00","precision":"second"}}
        """)
  }

  @Test func `control characters never reach a terminal`() {
    var json = JSONWriter(indented: false)
    json.string("\u{1b}[2J\u{7f}\u{9b}\u{2028}\"\\\n")
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == #""\u001b[2J\u007f\u009b\u2028\"\\\n""#)
  }

  @Test func `bytes are base64 as Foundation writes it`() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 7) }
      var output: [UInt8] = []
      Base64.append(bytes, to: &output)
      #expect(String(decoding: output, as: UTF8.self) == Data(bytes).base64EncodedString())
    }
  }

  @Test func `codes are FHIR's where FHIR has one`() {
    #expect(ObservationStatus.enteredInError.code == "entered-in-error")
    #expect(AbsentReason.notANumber.code == "not-a-number")
    #expect(EncounterClass.inpatient.code == "IMP")
    #expect(AppointmentStatus.noShow.code == "noshow")
    #expect(Comparator.lessOrEqual.code == "<=")
    #expect(Sex(code: "female") == .female)
    #expect(Sex(code: "F") == nil)
  }

  @Test func `codes of a list differ, and lead back to their meaning`() {
    for type in FormatSchema.enumerations {
      #expect(Set(type.codes).count == type.codes.count, "\(type)")
    }
  }
}

@Suite struct SummaryTests {
  @Test func `one line tells what it is without a patient in it`() {
    var source = MessageSource(standard: "HL7v2")
    source.type = "ORU^R01\u{1b}[2J"
    var message = Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: "hl7v2", version: "1.0"), source: source),
      content: .report(Reports(reports: [Report()])))
    var patient = Patient()
    patient.identifiers = [Identifier()]
    patient.names = [HumanName()]
    patient.names[0].family = "Durand"
    message.patient = patient
    message.loss = LossLedger(
      mapped: 20, dropped: [DroppedField(path: "OBX-1", rule: "set-id", count: 3)],
      unknown: [UnknownField(path: "PV1-52", value: "Durand")])
    #expect(
      message.text()
        == "report ORU^R01?[2J by hl7v2 1.0: 1 report, 0 observations; "
        + "20 mapped, 3 dropped, 1 unknown"
    )
  }
}

@Suite struct LossLedgerTests {
  @Test func `mapped and dropped and unknown are all there was`() {
    var ledger = LossLedger(mapped: 5)
    ledger.drop("OBX-1", rule: "set-id")
    ledger.drop("OBX-1", rule: "set-id", count: 2)
    ledger.drop("OBX-1", rule: "other")
    ledger.unknown.append(UnknownField(path: "ZZZ-1", value: "x"))
    #expect(ledger.dropped.count == 2)
    #expect(ledger.total == 10)
    #expect(ledger.accounts(for: 10))
    #expect(!ledger.accounts(for: 9))
  }

  @Test func `counts of a peer that add up beyond 64 bits saturate`() {
    let field = DroppedField(path: "a", rule: "b", count: .max)
    #expect(LossLedger(mapped: 1, dropped: [field, field]).total == .max)
  }
}

@Suite struct CodeSystemTests {
  @Test func `a registered URI and its name are the same terminology`() {
    #expect(CodeSystem("http://loinc.org") == .loinc)
    #expect(CodeSystem("http://terminology.hl7.org/CodeSystem/v2-0203") == CodeSystem(table: 203))
    #expect(CodeSystem(table: 203).table == 203)
    #expect(CodeSystem("99MNDRY").uri == "99MNDRY")
    #expect(CodeSystem(table: 0).table == nil)
    #expect(CodeSystem(table: 10_000).table == nil)
    #expect(CodeSystem("http://terminology.hl7.org/CodeSystem/v2-0000").table == nil)
  }

  @Test func `every registered terminology comes back from its URI`() {
    for number in 1..<CodeSystem.registered.count {
      let system = CodeSystem(storage: .number(UInt32(number)))
      #expect(CodeSystem(system.uri) == system)
    }
    for table in [1, 78, 9_999] {
      #expect(CodeSystem(CodeSystem(table: table).uri) == CodeSystem(table: table))
    }
  }
}
