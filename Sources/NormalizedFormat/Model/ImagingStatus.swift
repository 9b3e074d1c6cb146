/// FHIR ImagingStudy.status. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum ImagingStatus: UInt8, CaseIterable, Sendable {
  case registered, available, cancelled, enteredInError, unknown

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .registered: "registered"
    case .available: "available"
    case .cancelled: "cancelled"
    case .enteredInError: "entered-in-error"
    case .unknown: "unknown"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension ImagingStatus: WireEnum {
  package static let rule: StaticString = "imaging-status"
}
