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
