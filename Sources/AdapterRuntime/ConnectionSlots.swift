import Synchronization

/// How many connections a port may still take: devices are many, sockets are not.
final class ConnectionSlots: Sendable {
  private let free: Mutex<Int>

  init(_ count: Int) {
    free = Mutex(count)
  }

  /// Takes a slot; false when all are taken.
  func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  func giveBack() {
    free.withLock { $0 += 1 }
  }
}
