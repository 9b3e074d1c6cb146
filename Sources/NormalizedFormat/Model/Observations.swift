/// Content kind 1: measurements of devices.
public struct Observations: Equatable, Sendable {
  /// One an OBR.
  public var sets: [ObservationSet] = []

  /// Makes one of these parts.
  public init(sets: [ObservationSet] = []) {
    self.sets = sets
  }
}

extension Observations: Record {
  package static let rule: StaticString = "observations"

  package init() { self.init(sets: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "set", sets)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&sets)
    default: throw decoder.unknownKey()
    }
  }
}
