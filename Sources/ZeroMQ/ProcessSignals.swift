import Glibc

/// The signals that a program acts on, taken by a thread of its own, so that no code runs inside a
/// signal handler.
package enum ProcessSignals {
  /// Takes signals from now on; call it before any other thread is started, since threads inherit
  /// what is blocked.
  ///
  /// - Parameters:
  ///   - numbers: such as `SIGTERM`.
  ///   - isSupervised: whether the end of standard input counts as SIGTERM: a supervisor that dies,
  ///     however it dies, closes it.
  package static func watch(
    _ numbers: [Int32], isSupervised: Bool, _ handle: @escaping @Sendable (Int32) -> Void
  ) throws(ZeroMQError) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let watched = signals
    _ = try PosixThread("signals") {
      var signals = watched
      while true {
        var number: Int32 = 0
        guard sigwait(&signals, &number) == 0 else { continue }
        handle(number)
      }
    }
    guard isSupervised else { return }
    _ = try PosixThread("lifeline") {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
      }
      handle(SIGTERM)
    }
  }
}
