import Dispatch
import Synchronization

/// A queue on which a test waits, at most half a minute.
package final class WaitBox<Value: Sendable>: Sendable {
  private let items = Mutex<[Value]>([])
  private let ready = DispatchSemaphore(value: 0)

  package init() {}

  package func put(_ item: Value) {
    items.withLock { $0.append(item) }
    ready.signal()
  }

  package func take() throws -> Value {
    guard ready.wait(timeout: .now() + 30) == .success else { throw NothingCame() }
    return items.withLock { $0.removeFirst() }
  }
}

/// What a test waited for did not come.
package struct NothingCame: Error {
  package init() {}
}
