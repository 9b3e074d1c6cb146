import Terminology
import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

@Suite struct HL7TableTests {
  @Test func `a code has its meaning and FHIR's code`() {
    #expect(HL7Table.administrativeSex.fhirCode(of: "F") == "female")
    #expect(HL7Table.administrativeSex.display(of: "A") == "Ambiguous")
    #expect(HL7Table.resultStatus.fhirCode(of: "F") == "final")
    #expect(HL7Table.identifierType.display(of: "MR") == "Medical record number")
    #expect(HL7Table.identifierType.number == 203)
    #expect(!HL7Table.administrativeSex.contains("X"))
    #expect(HL7Table.administrativeSex.fhirCode(of: "X") == nil)
  }

  @Test(
    arguments: [
      (HL7Table.administrativeSex, Sex.self),
      (HL7Table.resultStatus, ObservationStatus.self),
      (HL7Table.reportStatus, ReportStatus.self),
      (HL7Table.orderStatus, OrderStatus.self),
      (HL7Table.addressType, AddressUse.self),
      (HL7Table.nameType, NameUse.self),
      (HL7Table.telecomUse, TelecomUse.self),
      (HL7Table.telecomEquipment, TelecomSystem.self),
      (HL7Table.appointmentStatus, AppointmentStatus.self),
      (HL7Table.completionStatus, ImmunizationStatus.self),
    ] as [(HL7Table, any WireEnum.Type)])
  func `every FHIR code of a table is one that the format knows`(
    table: HL7Table, list: any WireEnum.Type
  ) {
    for code in table.codes {
      guard let fhirCode = table.fhirCode(of: code) else { continue }
      #expect(list.codes.contains(fhirCode), "table \(table.number): \(code)")
    }
  }
}
