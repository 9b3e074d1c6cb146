import Glibc
import ZeroMQ

/// When the process is to end: SIGTERM, SIGINT, or the supervisor's death, seen as the end of standard input.
enum Ending {
  /// Calls `end` once, from a thread of its own.
  static func watch(isSupervised: Bool, end: @escaping @Sendable () -> Void) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let waited = signals
    _ = try? PosixThread("ending") {
      var signals = waited
      var number: Int32 = 0
      sigwait(&signals, &number)
      end()
    }
    guard isSupervised else { return }
    _ = try? PosixThread("lifeline") {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
      }
      end()
    }
  }
}
