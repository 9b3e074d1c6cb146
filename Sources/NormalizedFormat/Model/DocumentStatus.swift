/// FHIR composition-status. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum DocumentStatus: UInt8, CaseIterable, Sendable {
  case preliminary, final, amended, enteredInError
}

extension DocumentStatus: WireEnum {
  package static let rule: StaticString = "document-status"
}
