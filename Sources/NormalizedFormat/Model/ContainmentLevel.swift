/// Levels of IEEE 11073-10201. The raw value travels and never changes its meaning; new ones are
/// appended.
public enum ContainmentLevel: UInt8, CaseIterable, Sendable {
  case mds, vmd, channel, metric, facet, subFacet

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .mds: "mds"
    case .vmd: "vmd"
    case .channel: "channel"
    case .metric: "metric"
    case .facet: "facet"
    case .subFacet: "sub-facet"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension ContainmentLevel: WireEnum {
  package static let rule: StaticString = "containment-level"
}
