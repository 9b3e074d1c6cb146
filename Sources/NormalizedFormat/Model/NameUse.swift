/// FHIR name-use. The raw value is the wire value; JSON shows the name in FHIR's kebab case.
public enum NameUse: UInt8, CaseIterable, Sendable {
  case usual, official, temp, nickname, anonymous, old, maiden
}

extension NameUse: WireEnum {
  package static let rule: StaticString = "name-use"
}
