/// FHIR address-use. The raw value travels and never changes its meaning; new ones are appended.
public enum AddressUse: UInt8, CaseIterable, Sendable {
  case home, work, temp, old, billing

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .home: "home"
    case .work: "work"
    case .temp: "temp"
    case .old: "old"
    case .billing: "billing"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AddressUse: WireEnum {
  package static let rule: StaticString = "address-use"
}
