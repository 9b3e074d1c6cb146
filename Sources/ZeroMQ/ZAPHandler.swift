import CZeroMQ
import Synchronization

/// Answers libzmq's question, once a connection, whether a client's key may come in (ZeroMQ RFC 27).
///
/// One runs in a process, on a thread of its own, and looks into memory only: a handler that waited for a
/// disk would hold up every handshake. Deny by default: a request that is not CURVE, not version 1.0, of
/// unknown domain or of a key that its domain does not admit, gets 400. Get it from
/// ``Context/zapHandler()``.
package final class ZAPHandler: Sendable {
  /// How many handshakes were answered, by what.
  package struct Counts: Equatable, Sendable {
    package let admitted: Int
    package let refused: Int
  }

  static let endpoint = "inproc://zeromq.zap.01"

  private let registry: Registry
  private let thread: PosixThread

  /// Binds the handler's endpoint, then starts its thread: a caller that has it can bind servers.
  init(in context: Context) throws(ZeroMQError) {
    let registry = try Registry()
    let desk = try ZAPDesk(in: context, registry: registry)
    self.registry = registry
    thread = try PosixThread("zap", moving: desk) { desk in
      var desk = desk
      desk.run()
    }
  }

  /// A new domain, which admits nobody yet.
  ///
  /// - Parameter name: 1 to 255 bytes of printable ASCII.
  /// - Throws: `domainRefused` for another name, or one that someone holds.
  package func domain(_ name: String) throws(ZeroMQError) -> ZAPDomain {
    guard (1...255).contains(name.utf8.count),
      name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw Self.refused("a ZAP domain is named by 1 to 255 printable ASCII characters") }
    let domain = ZAPDomain(name: name)
    guard registry.register(domain) else { throw Self.refused("this ZAP domain has a holder") }
    return domain
  }

  package var counts: Counts { registry.counts }

  /// Ends the thread; every later handshake fails, since servers insist on a handler.
  func stop() {
    registry.stop()
    thread.join()
  }

  private static func refused(_ advice: String) -> ZeroMQError {
    ZeroMQError(.domainRefused, call: "ZAPHandler", advice: advice)
  }
}

/// What the handler's thread and its owners share.
final class Registry: Sendable {
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
