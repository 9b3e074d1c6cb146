package import AdapterKit
import Foundation

extension LocalZone {
  /// Changes of clocks are looked up to this year: what lies beyond has no zone.
  private static let end: Int64 = 4_102_444_800  // 2100

  /// The zone of a name of the IANA table, such as `Europe/Paris`, as this machine knows it; nil
  /// for a name that it does not.
  ///
  /// From 1970 on: of what was before, the table promises nothing. A birth time of 1950 has no zone
  /// then, which is less than a wrong one. UTC was always UTC.
  package init?(named name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    guard zone != .gmt else {
      self.init(minutes: 0)
      return
    }
    var moment = Date(timeIntervalSince1970: 0)
    let first = zone.secondsFromGMT(for: moment) / 60
    var changes: [Change] = []
    while let next = zone.nextDaylightSavingTimeTransition(after: moment),
      next > moment, next.timeIntervalSince1970 < TimeInterval(Self.end)
    {
      let minutes = zone.secondsFromGMT(for: next) / 60
      changes.append(Change(at: Int64(next.timeIntervalSince1970) * 1_000, minutes: minutes))
      moment = next
    }
    self.init(minutes: first, changes: changes, known: 0..<Self.end * 1_000)
  }
}
