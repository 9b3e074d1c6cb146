/// What carries a tag. The raw value travels and never changes its meaning; new ones are appended.
public enum TrackedKind: UInt8, CaseIterable, Sendable {
  case device, patient, staff, visitor, goods, other

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .device: "device"
    case .patient: "patient"
    case .staff: "staff"
    case .visitor: "visitor"
    case .goods: "goods"
    case .other: "other"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension TrackedKind: WireEnum {
  package static let rule: StaticString = "tracked-kind"
}
