import Ledger
import Policy
import Synchronization
import ZeroMQ

/// What other threads tell the data thread; looked at after each wake-up.
final class ShellInbox: Sendable {
  struct Orders: Sendable {
    var policy: PolicySnapshot?
    var linkKeys: [String: CurveKeyPair]?
    var documents: [RulingDocument] = []
    var notes: [LeafDraft] = []
    var isStopping = false
    var steps: [OfferedStep] = []
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

/// An officer's step of a break-glass, and whom to tell what became of it.
struct OfferedStep: Sendable {
  let bytes: [UInt8]
  /// Called on the data thread, once: the code of the refusal, nil when the step took effect.
  let answered: @Sendable (Int?) -> Void
}
