/// What happened to a study; Performed Procedure Step Status (0040,0252) and the Instance
/// Availability Notification of DICOM. The raw value travels and never changes its meaning; new
/// ones are appended.
public enum ImagingEvent: UInt8, CaseIterable, Sendable {
  case scheduled, started, completed, discontinued, available, removed, other

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .scheduled: "scheduled"
    case .started: "started"
    case .completed: "completed"
    case .discontinued: "discontinued"
    case .available: "available"
    case .removed: "removed"
    case .other: "other"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension ImagingEvent: WireEnum {
  package static let rule: StaticString = "imaging-event"
}
