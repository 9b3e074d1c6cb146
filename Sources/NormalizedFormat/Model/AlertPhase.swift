/// What this message says of the life of an alert (IHE PCD ACM, event phase). The raw value travels
/// and never changes its meaning; new ones are appended.
public enum AlertPhase: UInt8, CaseIterable, Sendable {
  case start, `continue`, end, present, update, escalate, deescalate, reset, timePoint

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .start: "start"
    case .`continue`: "continue"
    case .end: "end"
    case .present: "present"
    case .update: "update"
    case .escalate: "escalate"
    case .deescalate: "de-escalate"
    case .reset: "reset"
    case .timePoint: "tpoint"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AlertPhase: WireEnum {
  package static let rule: StaticString = "alert-phase"
}
