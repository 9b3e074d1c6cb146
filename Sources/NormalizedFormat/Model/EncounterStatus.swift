/// FHIR encounter-status. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum EncounterStatus: UInt8, CaseIterable, Sendable {
  case planned, arrived, triaged, inProgress, onLeave, finished, cancelled, enteredInError
  case unknown
}

extension EncounterStatus: WireEnum {
  package static let rule: StaticString = "encounter-status"
}
