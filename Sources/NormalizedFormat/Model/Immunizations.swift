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
