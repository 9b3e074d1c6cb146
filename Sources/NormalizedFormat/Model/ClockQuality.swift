/// What is known of the clock that gave a time. The raw value is the wire value; JSON shows the
/// name in FHIR's kebab case.
public enum ClockQuality: UInt8, CaseIterable, Sendable {
  case synchronized, free, set, unreliable
}

extension ClockQuality: WireEnum {
  package static let rule: StaticString = "clock-quality"
}
