/// Whether the condition is there (IHE PCD ACM, alarm state). The raw value travels and never
/// changes its meaning; new ones are appended.
public enum AlertState: UInt8, CaseIterable, Sendable {
  case inactive, active, latched

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .inactive: "inactive"
    case .active: "active"
    case .latched: "latched"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AlertState: WireEnum {
  package static let rule: StaticString = "alert-state"
}
