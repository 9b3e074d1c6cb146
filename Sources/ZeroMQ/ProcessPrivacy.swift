import Glibc

/// Keeps what a process holds in memory, patients' data and keys, out of files and logs when it
/// crashes.
package enum ProcessPrivacy {
  /// To be called first in `main`.
  ///
  /// No core is dumped (core(5)), and the Swift runtime prints no backtrace, which shows memory
  /// around each register. The runtime reads that wish once, before any code of ours, so a process
  /// that was started without it starts itself again with it. Who debugs sets SWIFT_BACKTRACE
  /// himself, and gets what he asks for.
  package static func seal() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    guard getenv(variable) == nil else { return }
    setenv(variable, "enable=no", 1)
    // Without /proc, or where it may not be executed, the process goes on as it is.
    execv("/proc/self/exe", CommandLine.unsafeArgv)
  }

  private static let variable = "SWIFT_BACKTRACE"
}
