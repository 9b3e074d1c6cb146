/// FHIR Encounter.class, the codes of v3 ActEncounterCode. The raw value is the wire value; JSON
/// shows the name in FHIR's kebab case.
public enum EncounterClass: UInt8, CaseIterable, Sendable {
  case inpatient, outpatient, emergency, preAdmission, recurring, obstetrics, observation
  case homeHealth, virtual, other
}

extension EncounterClass: WireEnum {
  package static let rule: StaticString = "encounter-class"
}
