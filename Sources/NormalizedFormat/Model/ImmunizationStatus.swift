/// FHIR immunization-status. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum ImmunizationStatus: UInt8, CaseIterable, Sendable {
  case completed, enteredInError, notDone
}

extension ImmunizationStatus: WireEnum {
  package static let rule: StaticString = "immunization-status"
}
