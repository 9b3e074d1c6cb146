/// FHIR identifier-use. The raw value travels and never changes its meaning; new ones are appended.
public enum IdentifierUse: UInt8, CaseIterable, Sendable {
  case usual, official, temp, secondary, old

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .usual: "usual"
    case .official: "official"
    case .temp: "temp"
    case .secondary: "secondary"
    case .old: "old"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension IdentifierUse: WireEnum {
  package static let rule: StaticString = "identifier-use"
}
