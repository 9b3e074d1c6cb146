/// FHIR request-status. The raw value travels and never changes its meaning; new ones are appended.
public enum OrderStatus: UInt8, CaseIterable, Sendable {
  case draft, active, onHold, revoked, completed, enteredInError, unknown

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .draft: "draft"
    case .active: "active"
    case .onHold: "on-hold"
    case .revoked: "revoked"
    case .completed: "completed"
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

extension OrderStatus: WireEnum {
  package static let rule: StaticString = "order-status"
}
