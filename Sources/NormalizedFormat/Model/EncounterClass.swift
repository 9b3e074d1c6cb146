/// FHIR Encounter.class, the codes of v3 ActEncounterCode. The raw value travels and never changes
/// its meaning; new ones are appended.
public enum EncounterClass: UInt8, CaseIterable, Sendable {
  case inpatient, outpatient, emergency, preAdmission, recurring, obstetrics, observation
  case homeHealth, virtual, other

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .inpatient: "IMP"
    case .outpatient: "AMB"
    case .emergency: "EMER"
    case .preAdmission: "PRENC"
    case .recurring: "R"
    case .obstetrics: "B"
    case .observation: "OBSENC"
    case .homeHealth: "HH"
    case .virtual: "VR"
    case .other: "OTH"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension EncounterClass: WireEnum {
  package static let rule: StaticString = "encounter-class"
}
