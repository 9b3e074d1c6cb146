import Synchronization

/// What the handler's thread and its owners share.
final class ZAPRegistry: Sendable {
  private struct Entry {
    weak var domain: ZAPDomain?
  }

  private let domains = Mutex<[String: Entry]>([:])
  private let admitted = Atomic<Int>(0)
  private let refused = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  let wakeUp: WakeUp

  init() throws(ZeroMQError) {
    wakeUp = try WakeUp()
  }

  var counts: ZAPHandler.Counts {
    .init(admitted: admitted.load(ordering: .relaxed), refused: refused.load(ordering: .relaxed))
  }

  var isRunning: Bool { !isStopped.load(ordering: .acquiring) }

  func stop() {
    isStopped.store(true, ordering: .releasing)
    wakeUp.signal()
  }

  func register(_ domain: ZAPDomain) -> Bool {
    domains.withLock { domains in
      domains = domains.filter { $0.value.domain != nil }
      guard domains[domain.name] == nil else { return false }
      domains[domain.name] = Entry(domain: domain)
      return true
    }
  }

  /// The verdict on a request, nil being one that could not be read.
  func decide(_ request: ZAPRequest?) -> ZAPVerdict {
    let domain = request.flatMap { request in domains.withLock { $0[request.domain]?.domain } }
    let verdict: ZAPVerdict =
      if let request, let domain { domain.verdict(on: request.key) } else { .refuse }
    if verdict == .refuse {
      refused.add(1, ordering: .relaxed)
    } else {
      admitted.add(1, ordering: .relaxed)
    }
    return verdict
  }
}
