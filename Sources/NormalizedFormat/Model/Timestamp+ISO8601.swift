extension Timestamp: CustomStringConvertible {
  /// Makes a moment from calendar parts in its own zone; nil for parts that the calendar or the
  /// clock lacks. A second of 60 (a leap second) becomes the last millisecond of its minute.
  public init?(
    _ date: CivilDate, _ time: ClockTime = ClockTime(), precision: TimePrecision,
    zone: Zone = .none
  ) {
    let minutes = zone.minutes ?? 0
    guard FormatLimit.zoneMinutes.contains(minutes) else { return nil }
    let local = date.daysSinceEpoch * 86_400_000 + time.milliseconds
    let instant = local - Int64(minutes) * 60_000
    guard FormatLimit.milliseconds.contains(instant) else { return nil }
    self.init(milliseconds: instant, precision: precision, zone: zone)
  }

  /// ISO 8601 to its precision, in its own zone: `2026-09`, `2026-09-12T12:00+05:30`. No zone, no
  /// suffix.
  public var description: String {
    let offset = Int64(zone.minutes ?? 0) * 60_000
    let bounds = FormatLimit.milliseconds
    let instant = min(max(milliseconds, bounds.lowerBound), bounds.upperBound)
    let local = min(max(instant + offset, bounds.lowerBound), bounds.upperBound)
    let days = Self.floor(local, 86_400_000)
    let date = CivilDate(daysSinceEpoch: days)
    let clock = local - days * 86_400_000
    var text = Self.digits(date.year, 4)
    if precision.rawValue >= TimePrecision.month.rawValue {
      text += "-" + Self.digits(date.month, 2)
    }
    if precision.rawValue >= TimePrecision.day.rawValue { text += "-" + Self.digits(date.day, 2) }
    guard precision.rawValue >= TimePrecision.hour.rawValue else { return text }
    return text + "T" + clockText(clock) + zoneText
  }

  private func clockText(_ clock: Int64) -> String {
    // ISO 8601 and FHIR have no hours without minutes; the precision field tells them apart.
    var text = Self.digits(clock / 3_600_000, 2) + ":" + Self.digits(clock / 60_000 % 60, 2)
    guard precision.rawValue >= TimePrecision.second.rawValue else { return text }
    text += ":" + Self.digits(clock / 1_000 % 60, 2)
    guard precision == .millisecond else { return text }
    return text + "." + Self.digits(clock % 1_000, 3)
  }

  private var zoneText: String {
    guard let minutes = zone.minutes else { return "" }
    guard minutes != 0 else { return "Z" }
    let size = Int64(minutes.magnitude)
    return (minutes < 0 ? "-" : "+") + Self.digits(size / 60, 2) + ":" + Self.digits(size % 60, 2)
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  private static func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
