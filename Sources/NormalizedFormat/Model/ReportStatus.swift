/// FHIR diagnostic-report-status. The raw value is the wire value; JSON shows the name in FHIR's
/// kebab case.
public enum ReportStatus: UInt8, CaseIterable, Sendable {
  case registered, partial, preliminary, final, amended, corrected, appended, cancelled
  case enteredInError, unknown
}

extension ReportStatus: WireEnum {
  package static let rule: StaticString = "report-status"
}
