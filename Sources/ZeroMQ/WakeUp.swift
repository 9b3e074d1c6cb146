import CZeroMQ
import Glibc

/// Wakes a thread that waits in a ``Poller``; an `eventfd`. Any thread signals, the waiting one
/// resets.
///
/// Signals that come before the reset are one: after it, look at everything that could have
/// changed.
package final class WakeUp: Sendable {
  let descriptor: Int32

  package init() throws(ZeroMQError) {
    descriptor = try check("eventfd") {
      eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    }
  }

  deinit {
    close(descriptor)
  }

  /// Makes the descriptor readable; never waits, never fails.
  package func signal() {
    var one: UInt64 = 1
    // EAGAIN means that 2⁶⁴ - 2 signals are pending: it is readable anyway.
    while write(descriptor, &one, MemoryLayout<UInt64>.size) == -1, errno == EINTR {}
  }

  /// Takes back all signals that were given.
  /// - Returns: whether there were any.
  @discardableResult
  package func reset() -> Bool {
    var signals: UInt64 = 0
    while true {
      let count = read(descriptor, &signals, MemoryLayout<UInt64>.size)
      if count == -1, errno == EINTR { continue }
      return count > 0
    }
  }
}
