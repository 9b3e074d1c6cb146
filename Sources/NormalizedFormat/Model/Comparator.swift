/// FHIR quantity-comparator; approximate and not equal as in SN.1. The raw value is the wire value;
/// JSON shows the name in FHIR's kebab case.
public enum Comparator: UInt8, CaseIterable, Sendable {
  case lessThan, lessOrEqual, greaterOrEqual, greaterThan, approximate, notEqual
}

extension Comparator: WireEnum {
  package static let rule: StaticString = "comparator"
}
