/// FHIR contact-point-use. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum TelecomUse: UInt8, CaseIterable, Sendable {
  case home, work, temp, old, mobile
}

extension TelecomUse: WireEnum {
  package static let rule: StaticString = "telecom-use"
}
