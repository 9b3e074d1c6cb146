/// What a device runs on; PowerStatus of IEEE 11073-10201. The raw value travels and never changes
/// its meaning; new ones are appended.
public enum PowerSource: UInt8, CaseIterable, Sendable {
  case mains, battery, charging

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .mains: "mains"
    case .battery: "battery"
    case .charging: "charging"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension PowerSource: WireEnum {
  package static let rule: StaticString = "power-source"
}
