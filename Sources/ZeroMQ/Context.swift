import CZeroMQ
import Synchronization

/// The one libzmq context of this process.
///
/// There is one because closing a second context can crash the first in libzmq 4.3.4 (libzmq#4242),
/// and because the ZAP handler and the seed of the routing ids belong to a process. So nobody makes
/// a context: everyone asks for ``shared(ioThreads:)``.
package final class Context: Sendable {
  private struct State {
    var sockets = 0
    var isTerminated = false
  }

  private enum Slot {
    case empty
    case open(Context)
    case terminated
  }

  private static let slot = Mutex(Slot.empty)

  // libzmq's context is safe to use from any thread; the pointer never changes.
  private nonisolated(unsafe) let pointer: UnsafeMutableRawPointer
  private let state = Mutex(State())
  private let handler = Mutex<ZAPHandler?>(nil)

  /// The context of this process, made at the first call.
  ///
  /// - Parameter ioThreads: libzmq's I/O threads, 1 to 16, which encrypt and decrypt; only the
  ///   first call's count is used.
  /// - Throws: ``ZeroMQError`` with `unsupportedVersion` or `curveMissing` when this libzmq can't
  ///   be trusted, `contextTerminated` after ``terminate()``.
  package static func shared(ioThreads: Int = 1) throws(ZeroMQError) -> Context {
    try slot.withLock { (slot) throws(ZeroMQError) in
      switch slot {
      case .open(let context):
        return context
      case .terminated:
        throw Context.terminated
      case .empty:
        let context = try Context(ioThreads: ioThreads)
        slot = .open(context)
        return context
      }
    }
  }

  private init(ioThreads: Int) throws(ZeroMQError) {
    precondition((1...16).contains(ioThreads), "1 to 16 I/O threads")
    try Library.assertUsable()
    try Library.seedRoutingIDs()
    guard let pointer = zmq_ctx_new() else {
      throw ZeroMQError(errno: zmq_errno(), call: "zmq_ctx_new")
    }
    self.pointer = pointer
    try check("zmq_ctx_set") { zmq_ctx_set(pointer, ZMQ_IO_THREADS, Int32(ioThreads)) }
  }

  /// The ZAP handler of this process, started (bound and on its own thread) at the first call.
  ///
  /// It denies every key until a ``ZAPDomain`` admits it.
  package func zapHandler() throws(ZeroMQError) -> ZAPHandler {
    try handler.withLock { (handler) throws(ZeroMQError) in
      if let handler { return handler }
      let started = try ZAPHandler(in: self)
      handler = started
      return started
    }
  }

  /// Ends the context: stops the ZAP handler, waits until lingering messages are sent (at most the
  /// sockets' linger), frees everything. For programs that end; there is no second context after
  /// it.
  ///
  /// - Throws: `socketsOpen` when a socket is still open, where libzmq itself would wait for ever.
  package func terminate() throws(ZeroMQError) {
    handler.withLock { handler in
      handler?.stop()
      handler = nil
    }
    try state.withLock { (state) throws(ZeroMQError) in
      guard state.sockets == 0 else {
        throw ZeroMQError(
          .socketsOpen, call: "terminate",
          advice: "\(state.sockets) sockets are open; close them before the context")
      }
      if state.isTerminated { return }
      state.isTerminated = true
      Context.slot.withLock { $0 = .terminated }
      try check("zmq_ctx_term") { zmq_ctx_term(pointer) }
    }
  }

  /// A raw socket; its owner calls ``closed()`` once after `zmq_close`.
  func open(_ type: Int32) throws(ZeroMQError) -> sending UnsafeMutableRawPointer {
    try state.withLock { (state) throws(ZeroMQError) in
      if state.isTerminated { throw Context.terminated }
      guard let socket = zmq_socket(pointer, type) else {
        throw ZeroMQError(errno: zmq_errno(), call: "zmq_socket")
      }
      state.sockets += 1
      return socket
    }
  }

  func closed() {
    state.withLock { $0.sockets -= 1 }
  }

  private static let terminated = ZeroMQError(
    .contextTerminated, call: "Context", advice: "the context was terminated; the process must end")
}
