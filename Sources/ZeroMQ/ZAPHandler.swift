/// Answers libzmq's question, once a connection, whether a client's key may come in (ZeroMQ RFC
/// 27).
///
/// One runs in a process, on a thread of its own, and looks into memory only: a handler that waited
/// for a disk would hold up every handshake. Deny by default: a request that is not CURVE, not
/// version 1.0, of unknown domain or of a key that its domain does not admit, gets 400. Get it from
/// ``Context/zapHandler()``.
package final class ZAPHandler: Sendable {
  /// How many handshakes were answered, by what.
  package struct Counts: Equatable, Sendable {
    package let admitted: Int
    package let refused: Int
  }

  static let endpoint = "inproc://zeromq.zap.01"

  private let registry: ZAPRegistry
  private let thread: PosixThread

  /// Binds the handler's endpoint, then starts its thread: a caller that has it can bind servers.
  init(in context: Context) throws(ZeroMQError) {
    let registry = try ZAPRegistry()
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
