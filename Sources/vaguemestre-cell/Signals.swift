import Glibc
import ZeroMQ

/// The signals that a cell obeys, taken one after the other by the main thread. No handler runs:
/// they are blocked in every thread.
struct Signals {
  private var set = sigset_t()

  /// Blocks the signals for this thread and those that it starts.
  init() {
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for the next one.
  func next() -> Int32 {
    var set = set
    var number: Int32 = 0
    while sigwait(&set, &number) != 0 {}
    return number
  }

  /// Has ``next()`` return, to look at what another thread left behind.
  static func wakeMain() { kill(getpid(), SIGUSR1) }

  /// Ends the process, as by SIGTERM, when standard input ends: nobody holds its other end any
  /// more.
  static func endWithStandardInput() throws(ZeroMQError) {
    _ = try PosixThread("stdin") {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      kill(getpid(), SIGTERM)
    }
  }
}
