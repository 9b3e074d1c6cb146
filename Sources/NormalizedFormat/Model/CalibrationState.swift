/// FHIR DeviceMetric.calibration.state. The raw value travels and never changes its meaning; new
/// ones are appended.
public enum CalibrationState: UInt8, CaseIterable, Sendable {
  case notCalibrated, calibrationRequired, calibrated, unspecified

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .notCalibrated: "not-calibrated"
    case .calibrationRequired: "calibration-required"
    case .calibrated: "calibrated"
    case .unspecified: "unspecified"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension CalibrationState: WireEnum {
  package static let rule: StaticString = "calibration-state"
}
