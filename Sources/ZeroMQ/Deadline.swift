/// A point on the monotonic clock until which a call may wait.
struct Deadline {
  /// Nil waits for ever.
  private let end: ContinuousClock.Instant?

  init(within timeout: Duration?) {
    end = timeout.map { ContinuousClock.now + $0 }
  }

  /// What is left in milliseconds, rounded up so that nobody spins; -1 means for ever, as `poll(2)`
  /// has it.
  var millisecondsLeft: Int {
    guard let end else { return -1 }
    return max(0, (end - .now).wholeMilliseconds)
  }

  var isOver: Bool { millisecondsLeft == 0 }
}

extension Duration {
  /// This duration in milliseconds, rounded up, at most 2³¹ - 1.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    if seconds >= 2_147_483 { return Int(Int32.max) }
    let whole = Int(seconds) * 1_000
    return whole + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
