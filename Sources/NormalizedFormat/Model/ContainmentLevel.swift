/// Levels of IEEE 11073-10201. The raw value is the wire value; JSON shows the name in FHIR's kebab
/// case.
public enum ContainmentLevel: UInt8, CaseIterable, Sendable {
  case mds, vmd, channel, metric, facet, subFacet
}

extension ContainmentLevel: WireEnum {
  package static let rule: StaticString = "containment-level"
}
