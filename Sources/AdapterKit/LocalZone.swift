/// The local time that a link's devices mean when they state no zone: one offset, or the offsets of
/// a place that changes its clocks. A plain value, so that an adapter needs no table of zones.
public struct LocalZone: Sendable, Equatable {
  /// From a moment on another offset holds.
  public struct Change: Sendable, Equatable {
    /// The moment, in ms since the Unix epoch.
    public let at: Int64
    /// Minutes east of UTC from then on.
    public let minutes: Int

    /// A moment, and the offset from then on.
    public init(at: Int64, minutes: Int) {
      self.at = at
      self.minutes = minutes
    }
  }

  /// Clocks differ from UTC by no more than this.
  private static let offsetMax: Int64 = 26 * 3_600_000

  private let first: Int
  private let changes: [Change]
  private let known: Range<Int64>

  /// One offset for ever, in minutes east of UTC.
  public init(minutes: Int) {
    self.init(minutes: minutes, changes: [])
  }

  /// The offset before the first change, and the changes in the order of time.
  ///
  /// - Parameter known: the local times, as in ``minutes(atLocal:)``, for which this holds.
  public init(minutes: Int, changes: [Change], known: Range<Int64> = Int64.min..<Int64.max) {
    first = minutes
    self.changes = changes
    self.known = known
  }

  /// Minutes east of UTC when clocks show a local time, given as ms since 1970-01-01T00:00 in that
  /// same local time.
  ///
  /// Nil where they show it twice or never: in the hour that is set back or left out nobody can
  /// tell the moment. Nil as well outside the time for which the zone is known.
  public func minutes(atLocal local: Int64) -> Int? {
    guard known.contains(local) else { return nil }
    guard !changes.isEmpty else { return first }
    var index = firstChange(after: local - Self.offsetMax)
    var found: Int?
    while true {
      let minutes = index > 0 ? changes[index - 1].minutes : first
      let moment = local - Int64(minutes) * 60_000
      let isReached = index == 0 || changes[index - 1].at <= moment
      if isReached, index == changes.count || moment < changes[index].at {
        guard found == nil || found == minutes else { return nil }
        found = minutes
      }
      guard index < changes.count, changes[index].at <= local + Self.offsetMax else { return found }
      index += 1
    }
  }

  /// Index of the first change after a moment.
  private func firstChange(after moment: Int64) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].at <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
