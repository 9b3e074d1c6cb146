/// FHIR quantity-comparator; approximate and not equal as in SN.1. The raw value travels and never
/// changes its meaning; new ones are appended.
public enum Comparator: UInt8, CaseIterable, Sendable {
  case lessThan, lessOrEqual, greaterOrEqual, greaterThan, approximate, notEqual

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .lessThan: "<"
    case .lessOrEqual: "<="
    case .greaterOrEqual: ">="
    case .greaterThan: ">"
    case .approximate: "~"
    case .notEqual: "<>"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension Comparator: WireEnum {
  package static let rule: StaticString = "comparator"
}
