/// FHIR appointmentstatus. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum AppointmentStatus: UInt8, CaseIterable, Sendable {
  case proposed, pending, booked, arrived, fulfilled, cancelled, noShow, enteredInError, checkedIn
  case waitlist
}

extension AppointmentStatus: WireEnum {
  package static let rule: StaticString = "appointment-status"
}
