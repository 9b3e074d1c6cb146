/// FHIR appointmentstatus. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum AppointmentStatus: UInt8, CaseIterable, Sendable {
  case proposed, pending, booked, arrived, fulfilled, cancelled, noShow, enteredInError, checkedIn
  case waitlist

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .proposed: "proposed"
    case .pending: "pending"
    case .booked: "booked"
    case .arrived: "arrived"
    case .fulfilled: "fulfilled"
    case .cancelled: "cancelled"
    case .noShow: "noshow"
    case .enteredInError: "entered-in-error"
    case .checkedIn: "checked-in"
    case .waitlist: "waitlist"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AppointmentStatus: WireEnum {
  package static let rule: StaticString = "appointment-status"
}
