import Glibc

/// What is written when this process traps: nothing.
///
/// The runtime's backtrace prints memory near the registers, and a core file holds all of it. In an
/// adapter that is a patient's message, and standard error goes to a log. The supervisor sees the
/// signal all the same.
enum CrashReport {
  private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT]

  /// Gives the signals of a crash back to the system, and asks it for no core file.
  static func silence() {
    for number in signals { signal(number, SIG_DFL) }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }
}
