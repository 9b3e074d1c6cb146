/// Measurements that a device or a person made together; OBR of a PCD-01 message.
public struct ObservationSet: Equatable, Sendable {
  /// What kind of set; OBR-4.
  public var code: Concept?
  /// OBR-2–3, with their type.
  public var identifiers: [Identifier] = []
  /// OBR-7.
  public var effective: Timestamp?
  /// OBR-7–8.
  public var effectivePeriod: Period?
  /// The rows, containers first.
  public var observations: [Observation] = []
  /// Devices that are not said row by row.
  public var devices: [Device] = []
  /// NTE after OBR.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
