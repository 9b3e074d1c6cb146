/// FHIR administrative-gender. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum Sex: UInt8, CaseIterable, Sendable {
  case male, female, other, unknown
}

extension Sex: WireEnum {
  package static let rule: StaticString = "sex"
}
