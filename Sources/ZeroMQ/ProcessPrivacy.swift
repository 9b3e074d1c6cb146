import Glibc

/// Keeps what a process holds in memory, patients' data and keys, out of files and logs when it
/// crashes.
package enum ProcessPrivacy {
  private static let crashes = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT, SIGSYS]

  /// To be called first in `main`.
  ///
  /// No core is dumped (core(5)), and a crash is the system's alone to handle: the Swift runtime's
  /// backtrace, where the environment asks for it, shows memory around each register. Whoever
  /// supervises the process sees the signal all the same.
  package static func seal() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    for number in crashes { signal(number, SIG_DFL) }
  }
}
