/// Whether a device talks to its gateway; MDSStatus of IEEE 11073-10201 in short. The raw value
/// travels and never changes its meaning; new ones are appended.
public enum ConnectionState: UInt8, CaseIterable, Sendable {
  case connected, disconnected, associating, unknown

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .connected: "connected"
    case .disconnected: "disconnected"
    case .associating: "associating"
    case .unknown: "unknown"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension ConnectionState: WireEnum {
  package static let rule: StaticString = "connection-state"
}
