/// FHIR immunization-status. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum ImmunizationStatus: UInt8, CaseIterable, Sendable {
  case completed, enteredInError, notDone

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .completed: "completed"
    case .enteredInError: "entered-in-error"
    case .notDone: "not-done"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension ImmunizationStatus: WireEnum {
  package static let rule: StaticString = "immunization-status"
}
