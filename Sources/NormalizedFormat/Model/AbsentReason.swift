/// FHIR data-absent-reason. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum AbsentReason: UInt8, CaseIterable, Sendable {
  case unknown, askedUnknown, tempUnknown, notAsked, askedDeclined, masked, notApplicable
  case unsupported, asText, error, notANumber, negativeInfinity, positiveInfinity, notPerformed
  case notPermitted

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .unknown: "unknown"
    case .askedUnknown: "asked-unknown"
    case .tempUnknown: "temp-unknown"
    case .notAsked: "not-asked"
    case .askedDeclined: "asked-declined"
    case .masked: "masked"
    case .notApplicable: "not-applicable"
    case .unsupported: "unsupported"
    case .asText: "as-text"
    case .error: "error"
    case .notANumber: "not-a-number"
    case .negativeInfinity: "negative-infinity"
    case .positiveInfinity: "positive-infinity"
    case .notPerformed: "not-performed"
    case .notPermitted: "not-permitted"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AbsentReason: WireEnum {
  package static let rule: StaticString = "absent-reason"
}
