/// FHIR administrative-gender. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum Sex: UInt8, CaseIterable, Sendable {
  case male, female, other, unknown

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .male: "male"
    case .female: "female"
    case .other: "other"
    case .unknown: "unknown"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension Sex: WireEnum {
  package static let rule: StaticString = "sex"
}
