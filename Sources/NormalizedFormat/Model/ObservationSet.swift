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

extension ObservationSet: Record {
  package static let rule: StaticString = "observation-set"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "code", code)
    visitor.list(2, "identifier", identifiers)
    visitor.optional(3, "effectiveDateTime", effective)
    visitor.optional(4, "effectivePeriod", effectivePeriod)
    visitor.list(5, "observation", observations)
    visitor.list(6, "device", devices)
    visitor.list(7, "note", notes)
    visitor.list(8, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&code)
    case 2: try decoder.list(&identifiers)
    case 3: try decoder.optional(&effective)
    case 4: try decoder.optional(&effectivePeriod)
    case 5: try decoder.list(&observations)
    case 6: try decoder.list(&devices)
    case 7: try decoder.list(&notes)
    case 8: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
