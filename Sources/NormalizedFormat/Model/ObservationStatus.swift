/// FHIR observation-status. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum ObservationStatus: UInt8, CaseIterable, Sendable {
  case registered, preliminary, final, amended, corrected, cancelled, enteredInError, unknown
}

extension ObservationStatus: WireEnum {
  package static let rule: StaticString = "observation-status"
}
