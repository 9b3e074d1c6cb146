/// MeasurementValidity of IEEE 11073-10207 and the measurement states of OBX-8 in IHE PCD-01. The
/// raw value travels and never changes its meaning; new ones are appended.
public enum Validity: UInt8, CaseIterable, Sendable {
  case valid, validated, questionable, invalid, notAvailable, ongoing, calibrating, test, demo
  case early, busy, off, overflow, underflow, alarmActive, alarmInhibited

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .valid: "valid"
    case .validated: "validated"
    case .questionable: "questionable"
    case .invalid: "invalid"
    case .notAvailable: "not-available"
    case .ongoing: "ongoing"
    case .calibrating: "calibrating"
    case .test: "test"
    case .demo: "demo"
    case .early: "early"
    case .busy: "busy"
    case .off: "off"
    case .overflow: "overflow"
    case .underflow: "underflow"
    case .alarmActive: "alarm-active"
    case .alarmInhibited: "alarm-inhibited"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension Validity: WireEnum {
  package static let rule: StaticString = "validity"
}
