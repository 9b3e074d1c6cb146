import Glibc

/// The clocks a connection reads.
enum MonotonicClock {
  /// Milliseconds since some fixed moment before.
  static func milliseconds() -> Int64 {
    read(CLOCK_MONOTONIC)
  }

  /// The same to within a few milliseconds, for who asks before each message.
  static func coarseMilliseconds() -> Int64 {
    read(CLOCK_MONOTONIC_COARSE)
  }

  /// Milliseconds since the Unix epoch.
  static func unixMilliseconds() -> Int64 {
    read(CLOCK_REALTIME)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
