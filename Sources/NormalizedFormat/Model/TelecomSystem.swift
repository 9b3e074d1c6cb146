/// FHIR contact-point-system. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum TelecomSystem: UInt8, CaseIterable, Sendable {
  case phone, fax, email, pager, url, sms, other

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .phone: "phone"
    case .fax: "fax"
    case .email: "email"
    case .pager: "pager"
    case .url: "url"
    case .sms: "sms"
    case .other: "other"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension TelecomSystem: WireEnum {
  package static let rule: StaticString = "telecom-system"
}
