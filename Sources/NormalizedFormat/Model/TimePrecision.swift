/// How exactly a moment is known. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum TimePrecision: UInt8, CaseIterable, Sendable {
  case year, month, day, hour, minute, second, millisecond

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .year: "year"
    case .month: "month"
    case .day: "day"
    case .hour: "hour"
    case .minute: "minute"
    case .second: "second"
    case .millisecond: "millisecond"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension TimePrecision: WireEnum {
  package static let rule: StaticString = "time-precision"
}
