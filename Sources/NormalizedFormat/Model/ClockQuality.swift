/// What is known of the clock that gave a time. The raw value travels and never changes its
/// meaning; new ones are appended.
public enum ClockQuality: UInt8, CaseIterable, Sendable {
  case synchronized, free, set, unreliable

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .synchronized: "synchronized"
    case .free: "free"
    case .set: "set"
    case .unreliable: "unreliable"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension ClockQuality: WireEnum {
  package static let rule: StaticString = "clock-quality"
}
