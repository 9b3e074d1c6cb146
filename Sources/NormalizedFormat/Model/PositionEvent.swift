/// What a locating system noticed. The raw value travels and never changes its meaning; new ones
/// are appended.
public enum PositionEvent: UInt8, CaseIterable, Sendable {
  case seen, entered, left, lost, pressed, removed

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .seen: "seen"
    case .entered: "entered"
    case .left: "left"
    case .lost: "lost"
    case .pressed: "pressed"
    case .removed: "removed"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension PositionEvent: WireEnum {
  package static let rule: StaticString = "position-event"
}
