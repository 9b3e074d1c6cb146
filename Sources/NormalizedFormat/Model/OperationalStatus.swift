/// Whether a device can be used: FHIR's device status reasons (R4) with the operational states of
/// DeviceMetric. The raw value travels and never changes its meaning; new ones are appended.
public enum OperationalStatus: UInt8, CaseIterable, Sendable {
  case on, off, standby, paused, notReady, inUse, transducerDisconnected, hardwareDisconnected
  case failed, enteredInError

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .on: "on"
    case .off: "off"
    case .standby: "standby"
    case .paused: "paused"
    case .notReady: "not-ready"
    case .inUse: "in-use"
    case .transducerDisconnected: "transduc-discon"
    case .hardwareDisconnected: "hw-discon"
    case .failed: "failed"
    case .enteredInError: "entered-in-error"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension OperationalStatus: WireEnum {
  package static let rule: StaticString = "operational-status"
}
