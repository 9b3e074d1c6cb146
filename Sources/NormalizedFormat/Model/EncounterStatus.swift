/// FHIR encounter-status. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum EncounterStatus: UInt8, CaseIterable, Sendable {
  case planned, arrived, triaged, inProgress, onLeave, finished, cancelled, enteredInError
  case unknown

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .planned: "planned"
    case .arrived: "arrived"
    case .triaged: "triaged"
    case .inProgress: "in-progress"
    case .onLeave: "on-leave"
    case .finished: "finished"
    case .cancelled: "cancelled"
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

extension EncounterStatus: WireEnum {
  package static let rule: StaticString = "encounter-status"
}
