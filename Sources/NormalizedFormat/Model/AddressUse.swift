/// FHIR address-use. The raw value is the wire value; JSON shows the name in FHIR's kebab case.
public enum AddressUse: UInt8, CaseIterable, Sendable {
  case home, work, temp, old, billing
}

extension AddressUse: WireEnum {
  package static let rule: StaticString = "address-use"
}
