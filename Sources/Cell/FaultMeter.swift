import CellProtocol

/// Faults that are forgiven with time, one after the other.
struct FaultMeter {
  /// Milliseconds in which one is forgiven.
  private let each: Int64
  private var count = 0
  /// Up to when time has been used for forgiving.
  private var since: Int64 = 0

  init(forgivenEach milliseconds: Int64 = Limit.faultForgiven) { each = milliseconds }

  /// Faults that count.
  func standing(at now: Int64) -> Int { count - forgiven(at: now) }

  /// Counts one; how many there are with it.
  mutating func add(at now: Int64) -> Int {
    let forgiven = forgiven(at: now)
    count -= forgiven
    since = count == 0 ? now : since + Int64(forgiven) * each
    count += 1
    return count
  }

  private func forgiven(at now: Int64) -> Int {
    min(count, max(0, Int(clamping: (now - since) / each)))
  }
}
