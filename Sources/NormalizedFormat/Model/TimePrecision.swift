/// How exactly a moment is known. The raw value is the wire value; JSON shows the name in FHIR's
/// kebab case.
public enum TimePrecision: UInt8, CaseIterable, Sendable {
  case year, month, day, hour, minute, second, millisecond
}

extension TimePrecision: WireEnum {
  package static let rule: StaticString = "time-precision"
}
