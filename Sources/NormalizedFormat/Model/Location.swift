/// Where: ward, room, bed; FHIR Location, PL.
public struct Location: Equatable, Sendable {
  /// Ward or department; PL.1.
  public var pointOfCare: String?
  /// PL.2.
  public var room: String?
  /// PL.3.
  public var bed: String?
  /// PL.4.
  public var facility: Authority?
  /// PL.5, table 0306.
  public var status: String?
  /// Person location type; PL.6, table 0305.
  public var type: String?
  /// PL.7.
  public var building: String?
  /// PL.8.
  public var floor: String?
  /// PL.9.
  public var description: String?
  /// PL.10–11.
  public var identifiers: [Identifier] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Location: Record {
  package static let rule: StaticString = "location"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "pointOfCare", pointOfCare)
    visitor.optional(2, "room", room)
    visitor.optional(3, "bed", bed)
    visitor.optional(4, "facility", facility)
    visitor.optional(5, "status", status)
    visitor.optional(6, "type", type)
    visitor.optional(7, "building", building)
    visitor.optional(8, "floor", floor)
    visitor.optional(9, "description", description)
    visitor.list(10, "identifier", identifiers)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&pointOfCare)
    case 2: try decoder.optional(&room)
    case 3: try decoder.optional(&bed)
    case 4: try decoder.optional(&facility)
    case 5: try decoder.optional(&status)
    case 6: try decoder.optional(&type)
    case 7: try decoder.optional(&building)
    case 8: try decoder.optional(&floor)
    case 9: try decoder.optional(&description)
    case 10: try decoder.list(&identifiers)
    default: throw decoder.unknownKey()
    }
  }
}
