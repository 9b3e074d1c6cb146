import CZeroMQ
import Glibc

/// The socket side of the ZAP handler: reads requests, asks the registry, answers. Of one thread.
struct ZAPDesk: ~Copyable {
  private let handle: SocketHandle
  private let registry: ZAPRegistry
  private let frame: Frame

  init(in context: Context, registry: ZAPRegistry) throws(ZeroMQError) {
    // REP, because RFC 27 wants its envelope; it is no kind that others can make.
    let handle = try SocketHandle(ZMQ_REP, in: context)
    try handle.set(.linger, 0)
    let pointer = handle.pointer
    try check("zmq_bind") { zmq_bind(pointer, ZAPHandler.endpoint) }
    self.handle = handle
    self.registry = registry
    self.frame = Frame()
  }

  /// Answers until the registry is stopped.
  mutating func run() {
    do throws(ZeroMQError) {
      var poller = Poller()
      _ = try poller.add(handle, for: .readable)
      _ = try poller.add(registry.wakeUp)
      while registry.isRunning {
        _ = try poller.wait(within: nil)
        while let parts = try receive() { try answer(parts) }
      }
    } catch {
      // Without a handler nobody could ever connect again; a supervisor starts the process anew.
      fatalError("\(error)")
    }
  }

  /// All parts of the next request, at most one more than a request has; nil when none waits.
  private func receive() throws(ZeroMQError) -> [[UInt8]]? {
    guard try handle.receivePart(into: frame) else { return nil }
    var parts = [frame.bytes]
    while frame.hasMore, try handle.receivePart(into: frame) {
      if parts.count <= ZAPRequest.partCount { parts.append(frame.bytes) }
    }
    return parts
  }

  private func answer(_ parts: [[UInt8]]) throws(ZeroMQError) {
    let verdict = registry.decide(ZAPRequest(parts: parts))
    let requestID = parts.count > 1 ? parts[1] : []
    do throws(ZeroMQError) {
      try handle.send(parts: verdict.parts(requestID: requestID))
    } catch let error where error.errno == EHOSTUNREACH || error.errno == EAGAIN {
      // The connection that asked is gone.
    }
  }
}
