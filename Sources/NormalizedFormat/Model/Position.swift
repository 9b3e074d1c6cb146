/// One sighting of one tag. It says where the tag is, not who carries it: whom a tag belongs to
/// stands in the device, the practitioner or the message's patient where the source says it.
public struct Position: Equatable, Sendable {
  /// The tag that was seen.
  public var tags: [Identifier] = []
  /// What carries the tag.
  public var kind: TrackedKind?
  /// The equipment that carries it.
  public var device: Device?
  /// The member of staff who carries it.
  public var practitioners: [Practitioner] = []
  /// What the locating system noticed.
  public var event: PositionEvent?
  /// Ward, room, bed or zone.
  public var location: Location?
  /// Where it was before.
  public var previousLocation: Location?
  /// Where on a plan, or on the globe.
  public var coordinates: Coordinates?
  /// Radius in which it is, mostly in m.
  public var accuracy: Quantity?
  /// When it was seen.
  public var effective: Timestamp?
  /// How it was located: RFID, BLE, UWB, WLAN.
  public var method: Concept?
  /// The tag's battery, in %.
  public var battery: Quantity?
  /// Remarks.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Position: Record {
  package static let rule: StaticString = "position"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "tag", tags)
    visitor.optional(2, "kind", kind)
    visitor.optional(3, "device", device)
    visitor.list(4, "practitioner", practitioners)
    visitor.optional(5, "event", event)
    visitor.optional(6, "location", location)
    visitor.optional(7, "previousLocation", previousLocation)
    visitor.optional(8, "coordinates", coordinates)
    visitor.optional(9, "accuracy", accuracy)
    visitor.optional(10, "effectiveDateTime", effective)
    visitor.optional(11, "method", method)
    visitor.optional(12, "battery", battery)
    visitor.list(13, "note", notes)
    visitor.list(14, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&tags)
    case 2: try decoder.optional(&kind)
    case 3: try decoder.optional(&device)
    case 4: try decoder.list(&practitioners)
    case 5: try decoder.optional(&event)
    case 6: try decoder.optional(&location)
    case 7: try decoder.optional(&previousLocation)
    case 8: try decoder.optional(&coordinates)
    case 9: try decoder.optional(&accuracy)
    case 10: try decoder.optional(&effective)
    case 11: try decoder.optional(&method)
    case 12: try decoder.optional(&battery)
    case 13: try decoder.list(&notes)
    case 14: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}
