/// Content kind 1: measurements of devices.
public struct Observations: Equatable, Sendable {
  /// One an OBR.
  public var sets: [ObservationSet] = []

  /// Makes one of these parts.
  public init(sets: [ObservationSet] = []) {
    self.sets = sets
  }
}
