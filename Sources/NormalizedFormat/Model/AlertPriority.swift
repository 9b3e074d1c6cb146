/// How soon somebody must come (IEC 60601-1-8; IHE PCD ACM: PN, PL, PM, PH). The raw value travels
/// and never changes its meaning; new ones are appended.
public enum AlertPriority: UInt8, CaseIterable, Sendable {
  case noPriority, low, medium, high

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .noPriority: "none"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AlertPriority: WireEnum {
  package static let rule: StaticString = "alert-priority"
}
