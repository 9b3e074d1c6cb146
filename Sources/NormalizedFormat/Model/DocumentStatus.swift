/// FHIR composition-status. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum DocumentStatus: UInt8, CaseIterable, Sendable {
  case preliminary, final, amended, enteredInError

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .preliminary: "preliminary"
    case .final: "final"
    case .amended: "amended"
    case .enteredInError: "entered-in-error"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension DocumentStatus: WireEnum {
  package static let rule: StaticString = "document-status"
}
