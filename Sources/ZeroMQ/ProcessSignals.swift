import Glibc

/// The signals that a program obeys, taken one after the other by the thread that asks for them: no
/// code of ours ever runs inside a signal handler.
///
/// Made first in `main`, before anything starts a thread, since threads inherit what is blocked: a
/// signal that any thread does not block would end the process there and then.
package struct ProcessSignals: Sendable {
  /// What ``wake()`` sends.
  package static let wakeUp = SIGUSR1

  private let set: sigset_t

  /// Blocks the signals in this thread and in all that it starts; ignores SIGPIPE, since a closed
  /// connection is an error where it is written to, and SIGXFSZ, since a full disk is one, too.
  package init(_ numbers: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers + [Self.wakeUp] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    self.set = set
  }

  /// Waits for the next one.
  package func next() -> Int32 {
    while true {
      if let number = next(within: 3_600) { return number }
    }
  }

  /// Waits for the next one; nil when none came within so many seconds.
  package func next(within seconds: Int) -> Int32? {
    var set = set
    var patience = timespec(tv_sec: seconds, tv_nsec: 0)
    while true {
      let number = sigtimedwait(&set, nil, &patience)
      if number > 0 { return number }
      if errno == EAGAIN { return nil }
    }
  }

  /// Has ``next()`` return ``wakeUp``, for whoever waits there to look at what another thread left.
  package static func wake() { kill(getpid(), wakeUp) }

  /// Sends the process SIGTERM when its standard input ends: a supervisor that dies, however it
  /// dies, closes it.
  package static func endWithStandardInput() throws(ZeroMQError) {
    _ = try PosixThread("lifeline") {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
      }
      kill(getpid(), SIGTERM)
    }
  }
}
