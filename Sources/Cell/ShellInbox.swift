import Ledger
import Policy
import Synchronization
import ZeroMQ

/// What other threads tell the data thread; looked at after each wake-up.
final class ShellInbox: Sendable {
  struct Orders: Sendable {
    var policy: PolicySnapshot?
    var linkKeys: [String: CurveKeyPair]?
    var activated: @Sendable () -> Void = {}
    var documents: [RulingDocument] = []
    var notes: [LeafDraft] = []
    var isStopping = false
  }

  let wakeUp: WakeUp
  private let orders = Mutex(Orders())
  private let counters = Mutex(CellCounters())

  init() throws(ZeroMQError) { wakeUp = try WakeUp() }

  func post(_ change: (inout Orders) -> Void) {
    orders.withLock { change(&$0) }
    wakeUp.signal()
  }

  func take() -> Orders {
    orders.withLock { orders in
      defer { orders = Orders() }
      return orders
    }
  }

  var statistics: CellCounters {
    get { counters.withLock { $0 } }
    set { counters.withLock { $0 = newValue } }
  }
}
