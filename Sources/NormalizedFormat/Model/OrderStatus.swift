/// FHIR request-status. The raw value is the wire value; JSON shows the name in FHIR's kebab case.
public enum OrderStatus: UInt8, CaseIterable, Sendable {
  case draft, active, onHold, revoked, completed, enteredInError, unknown
}

extension OrderStatus: WireEnum {
  package static let rule: StaticString = "order-status"
}
