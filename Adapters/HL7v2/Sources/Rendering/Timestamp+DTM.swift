import AdapterKit
import NormalizedFormat

extension Timestamp {
  /// DTM to its precision, with the zone that the source stated: `20260912140005.040+0200`. A text
  /// of the source that says the same stays as it was. An assumed zone is not written, except
  /// where the message's header states one, which the time would else be read by.
  func dtm(statingAssumed: Bool) -> String {
    if let original, isSaid(by: original) { return original }
    let offset = Int64(zone.minutes ?? 0) * 60_000
    let bounds = FormatLimit.milliseconds
    let instant = min(max(milliseconds, bounds.lowerBound), bounds.upperBound)
    let local = min(max(instant + offset, bounds.lowerBound), bounds.upperBound)
    let days = local / 86_400_000 - (local % 86_400_000 < 0 ? 1 : 0)
    let date = CivilDate(daysSinceEpoch: days)
    let clock = local - days * 86_400_000
    let parts: [(value: Int64, width: Int)] = [
      (date.year, 4), (date.month, 2), (date.day, 2), (clock / 3_600_000, 2),
      (clock / 60_000 % 60, 2), (clock / 1_000 % 60, 2),
    ]
    var text = parts.prefix(Int(precision.rawValue) + 1).map { Self.digits($0.value, $0.width) }
      .joined()
    if precision == .millisecond { text += "." + Self.digits(clock % 1_000, 3) }
    guard precision.rawValue >= TimePrecision.hour.rawValue else { return text }
    return text + zoneText(statingAssumed)
  }

  private func zoneText(_ statingAssumed: Bool) -> String {
    let minutes: Int16
    switch zone {
    case .stated(let stated): minutes = stated
    case .assumed(let assumed) where statingAssumed: minutes = assumed
    case .assumed, .none: return ""
    }
    let size = Int64(minutes.magnitude)
    return (minutes < 0 ? "-" : "+") + Self.digits(size / 60, 2) + Self.digits(size % 60, 2)
  }

  /// Whether a text is this moment in DTM, or this date with a time of zeros.
  private func isSaid(by text: String) -> Bool {
    var bytes = Array(text.utf8)
    guard bytes.count <= 64 else { return false }
    if precision == .day, bytes.count > 8 { bytes = Array(bytes.prefix(8)) }
    let parser = DateTimeParser(statedZone: zone.minutes, assumedZone: LocalZone(minutes: 0))
    guard let parsed = bytes.withUnsafeBytes(parser.parse), parsed.precision == precision else {
      return false
    }
    let isDate = precision.rawValue < TimePrecision.hour.rawValue
    if precision == .day, text.utf8.count > 8 {
      let tail = text.utf8.dropFirst(8)
      guard tail.prefix(6).allSatisfy({ $0 == 0x30 }), tail.count >= 4,
        Array(text.utf8).withUnsafeBytes(parser.parse) != nil
      else { return false }
    }
    if zone == .none, !isDate {
      return parsed.milliseconds + Int64(parsed.zone.minutes ?? 0) * 60_000 == milliseconds
    }
    return parsed.milliseconds == milliseconds
  }

  private static func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}

extension Period {
  /// DR over two components.
  var draft: FieldDraft {
    var draft = FieldDraft()
    draft.set(1, start)
    draft.set(2, end)
    return draft
  }
}

extension FieldDraft {
  /// From and to in two components.
  mutating func set(_ start: Int, _ end: Int, _ period: Period?) {
    set(start, period?.start)
    set(end, period?.end)
  }
}
