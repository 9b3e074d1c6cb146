/// FHIR diagnostic-report-status. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum ReportStatus: UInt8, CaseIterable, Sendable {
  case registered, partial, preliminary, final, amended, corrected, appended, cancelled
  case enteredInError, unknown

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .registered: "registered"
    case .partial: "partial"
    case .preliminary: "preliminary"
    case .final: "final"
    case .amended: "amended"
    case .corrected: "corrected"
    case .appended: "appended"
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

extension ReportStatus: WireEnum {
  package static let rule: StaticString = "report-status"
}
