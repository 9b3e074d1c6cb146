/// Content kind 4: orders and their answers.
public struct Orders: Equatable, Sendable {
  /// One an ORC.
  public var orders: [Order] = []
  /// NTE after MSH.
  public var notes: [Note] = []

  /// Makes one of these parts.
  public init(orders: [Order] = [], notes: [Note] = []) {
    self.orders = orders
    self.notes = notes
  }
}

extension Orders: Record {
  package static let rule: StaticString = "orders"

  package init() { self.init(orders: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "order", orders)
    visitor.list(2, "note", notes)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&orders)
    case 2: try decoder.list(&notes)
    default: throw decoder.unknownKey()
    }
  }
}
