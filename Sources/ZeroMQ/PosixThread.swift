import CZeroMQ
import Glibc
import Synchronization

/// A thread of its own, for what must not share one: a socket's loop, a journal's commits.
///
/// It receives no asynchronous signal (SIGTERM and the like go to the main thread).
package final class PosixThread: Sendable {
  private let thread: Mutex<pthread_t?>

  /// Starts `body` on a new thread, which owns `value` from now on: the way a ``Socket`` is moved.
  ///
  /// - Parameter name: what `ps -L` shows; cut after 15 bytes.
  package convenience init<Value: ~Copyable>(
    _ name: String, moving value: consuming sending Value,
    _ body: @escaping @Sendable (consuming sending Value) -> Void
  ) throws(ZeroMQError) {
    let cargo = Cargo(value)
    try self.init(name, Start(name) { cargo.unload(body) })
  }

  /// Starts `body` on a new thread.
  package convenience init(
    _ name: String, _ body: @escaping @Sendable () -> Void
  ) throws(ZeroMQError) {
    try self.init(name, Start(name, body))
  }

  private init(_ name: String, _ start: Start) throws(ZeroMQError) {
    let argument = Unmanaged.passRetained(start).toOpaque()
    var thread = pthread_t()
    let failure = Self.withSignalsBlocked {
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, argument)
    }
    if failure != 0 {
      Unmanaged<Start>.fromOpaque(argument).release()
      throw ZeroMQError(errno: failure, call: "pthread_create")
    }
    self.thread = Mutex(thread)
  }

  deinit {
    if let thread = thread.withLock({ $0 }) { pthread_detach(thread) }
  }

  /// Waits until the thread has ended; at once when it was joined before.
  package func join() {
    let thread = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let thread { pthread_join(thread, nil) }
  }

  private static func withSignalsBlocked(_ body: () -> Int32) -> Int32 {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP] { sigdelset(&all, fault) }
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }
}

/// A value on its way to another thread; unloaded once.
private final class Cargo<Value: ~Copyable> {
  private var value: Value?

  init(_ value: consuming sending Value) { self.value = consume value }

  func unload(_ body: (consuming sending Value) -> Void) {
    guard let value = value.take() else { return }
    nonisolated(unsafe) let moved = value
    body(moved)
  }
}

private final class Start {
  private let name: String
  private let body: () -> Void

  init(_ name: String, _ body: @escaping () -> Void) {
    self.name = name
    self.body = body
  }

  func run() {
    nameThisThread(String(decoding: name.utf8.prefix(15), as: UTF8.self))
    body()
  }
}
