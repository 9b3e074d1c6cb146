/// How an alert was silenced (IHE PCD ACM, inactivation state). The raw value travels and never
/// changes its meaning; new ones are appended.
public enum AlertInactivation: UInt8, CaseIterable, Sendable {
  case enabled, audioPaused, audioOff, alarmPaused, alarmOff, acknowledged

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .enabled: "enabled"
    case .audioPaused: "audio-paused"
    case .audioOff: "audio-off"
    case .alarmPaused: "alarm-paused"
    case .alarmOff: "alarm-off"
    case .acknowledged: "acknowledged"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AlertInactivation: WireEnum {
  package static let rule: StaticString = "alert-inactivation"
}
