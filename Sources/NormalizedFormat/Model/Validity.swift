/// MeasurementValidity of IEEE 11073-10207 and the measurement states of OBX-8 in IHE PCD-01. The
/// raw value is the wire value; JSON shows the name in FHIR's kebab case.
public enum Validity: UInt8, CaseIterable, Sendable {
  case valid, validated, questionable, invalid, notAvailable, ongoing, calibrating, test, demo
  case early, busy, off, overflow, underflow, alarmActive, alarmInhibited
}

extension Validity: WireEnum {
  package static let rule: StaticString = "validity"
}
