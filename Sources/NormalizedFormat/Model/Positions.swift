/// Content kind 12: where equipment, people or goods are, by a locating system.
public struct Positions: Equatable, Sendable {
  /// One a sighting.
  public var positions: [Position] = []
  /// Remarks.
  public var notes: [Note] = []

  /// Makes one of these parts.
  public init(positions: [Position] = []) {
    self.positions = positions
  }
}

extension Positions: Record {
  package static let rule: StaticString = "positions"

  package init() { self.init(positions: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "position", positions)
    visitor.list(2, "note", notes)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&positions)
    case 2: try decoder.list(&notes)
    default: throw decoder.unknownKey()
    }
  }
}
