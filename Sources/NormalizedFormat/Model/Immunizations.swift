/// Content kind 7: vaccinations; VXU.
public struct Immunizations: Equatable, Sendable {
  /// One an RXA.
  public var immunizations: [Immunization] = []
  /// OBX that belong to no vaccination.
  public var observations: [Observation] = []

  /// Makes one of these parts.
  public init(immunizations: [Immunization] = [], observations: [Observation] = []) {
    self.immunizations = immunizations
    self.observations = observations
  }
}

extension Immunizations: Record {
  package static let rule: StaticString = "immunizations"

  package init() { self.init(immunizations: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "immunization", immunizations)
    visitor.list(2, "observation", observations)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&immunizations)
    case 2: try decoder.list(&observations)
    default: throw decoder.unknownKey()
    }
  }
}
