/// FHIR data-absent-reason. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum AbsentReason: UInt8, CaseIterable, Sendable {
  case unknown, askedUnknown, tempUnknown, notAsked, askedDeclined, masked, notApplicable
  case unsupported, asText, error, notANumber, negativeInfinity, positiveInfinity, notPerformed
  case notPermitted
}

extension AbsentReason: WireEnum {
  package static let rule: StaticString = "absent-reason"
}
