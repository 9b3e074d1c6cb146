/// FHIR identifier-use. The raw value is the wire value; JSON shows the name in FHIR's kebab case.
public enum IdentifierUse: UInt8, CaseIterable, Sendable {
  case usual, official, temp, secondary, old
}

extension IdentifierUse: WireEnum {
  package static let rule: StaticString = "identifier-use"
}
