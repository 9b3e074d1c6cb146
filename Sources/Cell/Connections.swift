import ZeroMQ

/// The shell's numbers for connections, so that no routing id enters the core.
struct Connections {
  /// How many are remembered before those without a session are forgotten.
  static let rowsMax = 4_096

  private var numbers: [RoutingID: UInt64] = [:]
  private var routes: [UInt64: RoutingID] = [:]
  private var last: UInt64 = 0

  /// The number of a connection, a new one at its first frame.
  mutating func number(of route: RoutingID) -> UInt64 {
    if let number = numbers[route] { return number }
    last += 1
    numbers[route] = last
    routes[last] = route
    return last
  }

  /// Where frames for a connection go.
  func route(to number: UInt64) -> RoutingID? { routes[number] }

  /// Forgets connections that are of no use any more when there are too many.
  mutating func prune(keeping useful: () -> Set<UInt64>) {
    guard routes.count > Self.rowsMax else { return }
    let useful = useful()
    for (number, route) in routes where !useful.contains(number) {
      routes[number] = nil
      numbers[route] = nil
    }
  }
}
