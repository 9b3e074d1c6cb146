/// A point in a frame of reference.
public struct Coordinates: Equatable, Sendable {
  /// The frame: EPSG:4326 for latitude and longitude (x is the longitude), else the name of a plan.
  public var frame: String
  /// To the right, or degrees east.
  public var x: Quantity?
  /// Up the page, or degrees north.
  public var y: Quantity?
  /// Height over the floor, or over the ellipsoid.
  public var z: Quantity?

  /// Makes one with what it must have; the rest is set on it.
  public init(frame: String) {
    self.frame = frame
  }
}

extension Coordinates: Record {
  package static let rule: StaticString = "coordinates"
  package static let required: KeySet = [1]

  package init() { self.init(frame: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "frame", frame)
    visitor.optional(2, "x", x)
    visitor.optional(3, "y", y)
    visitor.optional(4, "z", z)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&frame)
    case 2: try decoder.optional(&x)
    case 3: try decoder.optional(&y)
    case 4: try decoder.optional(&z)
    default: throw decoder.unknownKey()
    }
  }
}
