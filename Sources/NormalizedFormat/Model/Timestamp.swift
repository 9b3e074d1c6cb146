/// A moment as a source gave it: the instant, how exactly, in which zone and whose word that is, by
/// which clock.
///
/// FHIR dateTime, HL7 v2 DTM. Nothing is invented: a date stays a date (precision), a time without
/// zone stays one (``Zone/none``) unless the adapter's configuration says which zone the device
/// lives in (``Zone/assumed(_:)``).
public struct Timestamp: Equatable, Sendable {
  /// Offset from UTC, in minutes, east positive.
  public enum Zone: Hashable, Sendable {
    /// The source said so.
    case stated(Int16)
    /// The adapter's configuration says so.
    case assumed(Int16)
    /// Nobody knows: ``milliseconds`` is local time.
    case none

    /// Minutes east of UTC; nil where nobody knows.
    public var minutes: Int16? {
      switch self {
      case .stated(let minutes), .assumed(let minutes): minutes
      case .none: nil
      }
    }
  }

  /// Milliseconds since 1970-01-01T00:00:00 in UTC; in local time where the zone is ``Zone/none``.
  /// What lies beyond the precision is at its start (month 1, day 1, 0 o'clock) in that zone.
  public var milliseconds: Int64
  /// How exactly the moment is known.
  public var precision: TimePrecision
  /// Where the clock that gave it stood.
  public var zone: Zone
  /// What is known of that clock.
  public var clock: ClockQuality?
  /// The source's own text, where it says more than the parts do or differs from what they would
  /// give.
  public var original: String?

  /// Makes a moment.
  public init(
    milliseconds: Int64, precision: TimePrecision = .millisecond, zone: Zone = .none,
    clock: ClockQuality? = nil, original: String? = nil
  ) {
    self.milliseconds = milliseconds
    self.precision = precision
    self.zone = zone
    self.clock = clock
    self.original = original
  }
}
