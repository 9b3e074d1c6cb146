import NormalizedFormat
import Testing

/// Fields that few senders fill and the official tables name an element for.
@Suite struct LesserFieldsTests {
  private static func header(_ type: String) -> String {
    "MSH|^~\\&|A|B|C|D|20261124120000+0100||\(type)|1|P|2.9\n"
  }

  /// A segment by the numbers of its fields.
  private static func segment(_ name: String, _ fields: [Int: String]) -> String {
    let texts = (1...(fields.keys.max() ?? 1)).map { fields[$0] ?? "" }
    return "\n\(name)|" + texts.joined(separator: "|")
  }

  private func patient(_ text: String) throws -> Patient {
    try #require(try Mapped.message(Self.header("ADT^A01") + text).patient)
  }

  @Test func `a county joins the only address that names none`() throws {
    let joined = try patient("PID|||7||||||||1 Street^^City|Kent")
    #expect(joined.addresses.map(\.district) == ["Kent"])
    #expect(joined.addresses[0].city == "City")
  }

  @Test(arguments: ["1 Street^^City^^^^^^Essex", "1 Street^^City~2 Street^^Town"])
  func `a county that is of none of the addresses is one more`(addresses: String) throws {
    let apart = try patient("PID|||7||||||||\(addresses)|Kent")
    #expect(apart.addresses.last?.district == "Kent")
    #expect(apart.addresses.last?.city == nil)
    #expect(apart.details.isEmpty)
  }

  @Test func `the insured person's employer is their organization`() throws {
    let patient = try patient("PID|||7" + Self.segment("IN1", [10: "E5", 11: "Works"]))
    let employer = patient.coverages.first?.subscribers.first?.organizations.first
    #expect(employer?.name == "Works")
    #expect(employer?.identifiers.map(\.value) == ["E5"])
  }

  @Test func `who takes part in a procedure is not the stay's`() throws {
    let message = try Mapped.message(
      Self.header("ADT^A01") + "PID|||7\nPV1||I\nPR1|1||P^Procedure^L\nROL||AD|AS|9^Helper")
    #expect(message.encounter?.otherProviders == [])
    let performer = try #require(message.patient?.procedures.first?.practitioners.first)
    #expect(performer.names.map(\.family) == ["Helper"])
  }

  @Test func `somebody with a role in an insurance is a detail of it`() throws {
    let message = try Mapped.message(
      Self.header("ADT^A01") + "PID|||7\nPV1||I\nIN1|1\nROL||AD|AS|9^Helper")
    #expect(message.encounter?.otherProviders == [])
    #expect(message.patient?.coverages.first?.details.contains { $0.name == "ROL-4.2" } == true)
  }

  @Test func `who measured in an admission is the measurement's`() throws {
    let message = try Mapped.message(
      Self.header("ADT^A01")
        + "PID|||7\nPV1||I\nOBX|1|NM|X^Y^L||7\nPRT||UC||OP|9^A"
        + Self.segment("PRT", [4: "EQUIP", 10: "D1^NS"]))
    guard case .admission(let admission) = message.content else { throw Unexpected() }
    #expect(admission.observations.first?.performers.count == 1)
    #expect(admission.observations.first?.devices.count == 1)
    #expect(message.encounter?.otherProviders == [])
  }

  @Test func `who vaccinated is no general practitioner`() throws {
    let message = try Mapped.message(
      Self.header("VXU^V04")
        + "PID|||7\nPRT||UC||PP|1^Family\nORC|RE\nPRT||UC||OP|2^Orderer\n"
        + "RXA|0|1|20261124||V^Vaccine^CVX|1\nPRT||UC||AP|3^Giver\n"
        + "OBX|1|ST|X^Y^L||text\nPRT||UC||OB|4^Observer")
    guard case .immunization(let all) = message.content else { throw Unexpected() }
    let immunization = try #require(all.immunizations.first)
    #expect(message.patient?.primaryCare.map(Self.family) == ["Family"])
    #expect(immunization.orders.first?.actors.map(Self.family) == ["Orderer"])
    #expect(immunization.performers.map(Self.family) == ["Giver"])
    #expect(immunization.observations.first?.performers.map(Self.family) == ["Observer"])
  }

  @Test func `a participation says specialty, kind of organization, number and device`() throws {
    let message = try Mapped.message(
      Self.header("ORU^R01") + "PID|||7\nOBR|1|||X^Y^L\nOBX|1|ST|X^Y^L||text"
        + Self.segment(
          "PRT",
          [
            4: "OP", 5: "2^Doer", 6: "SP^Specialty^L", 7: "HOSP", 8: "Clinic", 10: "D1",
            20: "SN5", 22: "T^Type^L", 24: "L7^MD^NY",
          ]))
    let row = try #require(message.content.rows.first)
    let person = try #require(row.performers.first)
    #expect(person.specialty?.codings.first?.code == "SP")
    #expect(person.organizations.first?.type?.codings.first?.code == "HOSP")
    #expect(row.devices.first?.serialNumber == "SN5")
    #expect(row.devices.first?.type?.codings.first?.code == "T")
    #expect(person.identifiers.map(\.value) == ["2", "L7"])
    #expect(row.details == [])
  }

  @Test func `an order has its lesser identifiers and its requester's address`() throws {
    let message = try Mapped.message(
      Self.header("OML^O21") + "PID|||7"
        + Self.segment(
          "ORC",
          [1: "NW", 2: "P1", 12: "9^Doctor", 24: "1 Street^^City", 33: "P2", 38: "G2"])
        + Self.segment("OBR", [4: "X^Y^L", 29: "P0&NS"]))
    guard case .order(let orders) = message.content else { throw Unexpected() }
    let order = try #require(orders.orders.first)
    #expect(order.placerIdentifiers.map(\.value) == ["P1", "P2"])
    #expect(order.groupIdentifiers.map(\.value) == ["G2"])
    #expect(order.parentIdentifiers.map(\.value) == ["P0"])
    #expect(order.requesters.first?.addresses.first?.city == "City")
  }

  @Test func `a report has its further identifier, and its specimen what is said of it`() throws {
    let message = try Mapped.message(
      Self.header("ORU^R01") + "PID|||7"
        + Self.segment(
          "OBR", [4: "X^Y^L", 15: "BLD^^^^^C&Clotted&L", 39: "^Shaken^L", 53: "P2"])
        + Self.segment("SPM", [2: "S1", 4: "BLD", 32: "H4"]))
    guard case .report(let reports) = message.content else { throw Unexpected() }
    let report = try #require(reports.reports.first)
    #expect(report.placerIdentifiers.map(\.value) == ["P2"])
    #expect(report.specimens.first?.notes.map(\.text) == ["Shaken"])
    #expect(report.specimens.first?.conditions.first?.codings.first?.code == "C")
    let identifiers = report.specimens.flatMap(\.identifiers)
    #expect(identifiers.map(\.value) == ["S1", "H4"])
    #expect(identifiers.last?.type?.codings.first?.code == "SHIP")
    #expect(report.details == [NamedField(name: "OBR-39.3", value: "L")])
  }

  @Test func `an allergen is one concept in both codes`() throws {
    let patient = try patient(
      "PID|||7" + Self.segment("IAM", [3: "A^Nut^L", 27: "B^Peanut^M"]))
    #expect(patient.allergies.first?.code?.codings.map(\.code) == ["A", "B"])
    #expect(patient.allergies.first?.details == [])
  }

  @Test func `an allergen's second text is a detail`() throws {
    let patient = try patient(
      "PID|||7" + Self.segment("IAM", [3: "A^^^^^^^^nuts", 27: "B^^^^^^^^peanuts"]))
    #expect(patient.allergies.first?.code?.text == "nuts")
    #expect(patient.allergies.first?.details.map(\.value) == ["B", "peanuts"])
  }

  @Test func `who sent the patient here refers, once`() throws {
    let message = try Mapped.message(
      Self.header("ADT^A01") + "PID|||7\nPV1||I||||||9^Doctor"
        + Self.segment("PV2", [13: "9^Doctor~8^Other"]))
    #expect(message.encounter?.referring.map(Self.family) == ["Doctor", "Other"])
  }

  @Test func `a diagnosis that is withdrawn says so`() throws {
    let patient = try patient("PID|||7" + Self.segment("DG1", [3: "F32.9", 21: "D"]))
    let action = try #require(patient.diagnoses.first?.action?.codings.first)
    #expect(action == Coding(system: CodeSystem(table: 206), code: "D"))
  }

  @Test func `a role has place and organization`() throws {
    let message = try Mapped.message(
      Self.header("ADT^A01") + "PID|||7\nPV1||I"
        + Self.segment("ROL", [3: "AT", 4: "9^A", 10: "H", 13: "Ward", 14: "Clinic"]))
    let person = try #require(message.encounter?.otherProviders.first)
    #expect(person.locations.map(\.pointOfCare) == ["Ward"])
    #expect(person.organizations.map(\.name) == ["Clinic"])
    #expect(person.organizations.first?.type?.codings.first?.code == "H")
  }

  private struct Unexpected: Error {}

  private static func family(_ person: Practitioner) -> String? { person.names.first?.family }
}
