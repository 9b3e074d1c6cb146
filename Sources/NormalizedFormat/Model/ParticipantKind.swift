/// AIS, AIG, AIL, AIP. The raw value is the wire value; JSON shows the name in FHIR's kebab case.
public enum ParticipantKind: UInt8, CaseIterable, Sendable {
  case service, general, location, personnel
}

extension ParticipantKind: WireEnum {
  package static let rule: StaticString = "participant-kind"
}
