/// AIS, AIG, AIL, AIP. The raw value travels and never changes its meaning; new ones are appended.
public enum ParticipantKind: UInt8, CaseIterable, Sendable {
  case service, general, location, personnel

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .service: "service"
    case .general: "general"
    case .location: "location"
    case .personnel: "personnel"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension ParticipantKind: WireEnum {
  package static let rule: StaticString = "participant-kind"
}
