/// FHIR contact-point-system. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum TelecomSystem: UInt8, CaseIterable, Sendable {
  case phone, fax, email, pager, url, sms, other
}

extension TelecomSystem: WireEnum {
  package static let rule: StaticString = "telecom-system"
}
