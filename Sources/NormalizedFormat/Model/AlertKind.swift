/// What an alert is about: the patient, the equipment, or neither (IHE PCD ACM: SP, ST, SA). The
/// raw value travels and never changes its meaning; new ones are appended.
public enum AlertKind: UInt8, CaseIterable, Sendable {
  case physiological, technical, advisory

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .physiological: "physiological"
    case .technical: "technical"
    case .advisory: "advisory"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AlertKind: WireEnum {
  package static let rule: StaticString = "alert-kind"
}
