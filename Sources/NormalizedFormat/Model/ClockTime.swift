/// A time of day, checked.
public struct ClockTime: Hashable, Sendable {
  /// Milliseconds since midnight.
  public let milliseconds: Int64

  /// Midnight.
  public init() { milliseconds = 0 }

  /// Makes a time; nil for one that no clock shows. Hour 24 is none. Second 60 is a leap second and
  /// becomes the last millisecond of its minute, so that order is kept.
  public init?(hour: Int64, minute: Int64 = 0, second: Int64 = 0, millisecond: Int64 = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
      (0...999).contains(millisecond)
    else { return nil }
    let minutes = hour * 60 + minute
    milliseconds = minutes * 60_000 + (second == 60 ? 59_999 : second * 1_000 + millisecond)
  }
}
