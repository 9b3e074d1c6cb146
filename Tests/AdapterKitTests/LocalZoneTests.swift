import AdapterKit
import Testing

@Suite struct LocalZoneTests {
  private let hour: Int64 = 3_600_000

  @Test func `a fixed offset holds for ever`() {
    let zone = LocalZone(minutes: -90)
    for local in [Int64.min / 2, 0, Int64.max / 2] { #expect(zone.minutes(atLocal: local) == -90) }
  }

  @Test func `clocks set forward skip an hour, and no moment is in it`() {
    let zone = LocalZone(minutes: 60, changes: [.init(at: 10 * hour, minutes: 120)])
    #expect(zone.minutes(atLocal: 11 * hour - 1) == 60)
    #expect(zone.minutes(atLocal: 11 * hour) == nil)
    #expect(zone.minutes(atLocal: 12 * hour - 1) == nil)
    #expect(zone.minutes(atLocal: 12 * hour) == 120)
  }

  @Test func `clocks set back show an hour twice, and nobody can tell which`() {
    let zone = LocalZone(minutes: 120, changes: [.init(at: 10 * hour, minutes: 60)])
    #expect(zone.minutes(atLocal: 11 * hour - 1) == 120)
    #expect(zone.minutes(atLocal: 11 * hour) == nil)
    #expect(zone.minutes(atLocal: 12 * hour - 1) == nil)
    #expect(zone.minutes(atLocal: 12 * hour) == 60)
  }

  @Test func `a change that changes nothing leaves no doubt`() {
    let zone = LocalZone(minutes: 60, changes: [.init(at: 10 * hour, minutes: 60)])
    #expect(zone.minutes(atLocal: 11 * hour) == 60)
  }

  @Test func `outside the time for which it is known a zone has no offset`() {
    let zone = LocalZone(minutes: 60, changes: [], known: 0..<hour)
    #expect(zone.minutes(atLocal: -1) == nil)
    #expect(zone.minutes(atLocal: 0) == 60)
    #expect(zone.minutes(atLocal: hour - 1) == 60)
    #expect(zone.minutes(atLocal: hour) == nil)
  }
}
