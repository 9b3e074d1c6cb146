/// FHIR observation-status. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum ObservationStatus: UInt8, CaseIterable, Sendable {
  case registered, preliminary, final, amended, corrected, cancelled, enteredInError, unknown

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .registered: "registered"
    case .preliminary: "preliminary"
    case .final: "final"
    case .amended: "amended"
    case .corrected: "corrected"
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

extension ObservationStatus: WireEnum {
  package static let rule: StaticString = "observation-status"
}
