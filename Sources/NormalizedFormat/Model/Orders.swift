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
