import Synchronization

/// How many connections a port may still take, in all and from one address: devices are many,
/// sockets are not.
final class ConnectionSlots: Sendable {
  private struct State {
    var all = 0
    var byAddress: [String: Int] = [:]
  }

  private let limits: PortLimits
  private let taken = Mutex(State())

  init(_ limits: PortLimits) {
    self.limits = limits
  }

  /// Takes a slot; false when all are taken, or all that one address may have.
  func take(_ address: String) -> Bool {
    taken.withLock { taken in
      let own = taken.byAddress[address, default: 0]
      guard taken.all < limits.connectionsMax, own < limits.connectionsPerAddressMax else {
        return false
      }
      taken.all += 1
      taken.byAddress[address] = own + 1
      return true
    }
  }

  func giveBack(_ address: String) {
    taken.withLock { taken in
      let own = taken.byAddress[address, default: 1]
      taken.all -= 1
      taken.byAddress[address] = own > 1 ? own - 1 : nil
    }
  }
}
