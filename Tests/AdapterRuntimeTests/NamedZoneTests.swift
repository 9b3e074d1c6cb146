import AdapterKit
import AdapterRuntime
import Testing

/// Offsets at local times, from the tz database's own tables (zdump).
@Suite struct NamedZoneTests {
  @Test(arguments: [
    // 2026-07-01T14:00, 2026-01-01T14:00; 1995-12-01T12:00.
    ("Europe/Paris", 1_782_914_400, 120), ("Europe/Paris", 1_767_276_000, 60),
    ("Europe/Paris", 817_819_200, 60), ("America/New_York", 1_782_914_400, -240),
    ("Asia/Kathmandu", 1_782_914_400, 345), ("Australia/Lord_Howe", 1_767_276_000, 660),
    ("Australia/Lord_Howe", 1_782_914_400, 630), ("Europe/Moscow", 1_294_000_000, 180),
    ("Europe/Moscow", 1_370_000_000, 240), ("Europe/Moscow", 1_767_276_000, 180),
    ("UTC", 1_767_276_000, 0),
  ])
  func `a zone of the tz database has the offset of its season and its year`(
    name: String, local: Int64, minutes: Int
  ) throws {
    let zone = try #require(LocalZone(named: name))
    #expect(zone.minutes(atLocal: local * 1_000) == minutes)
  }

  @Test func `the hours of Paris that are doubled or left out have none`() throws {
    let zone = try #require(LocalZone(named: "Europe/Paris"))
    // 2026-03-29T02:30 and 2026-10-25T02:30.
    for local: Int64 in [1_774_751_400, 1_792_895_400] {
      #expect(zone.minutes(atLocal: local * 1_000) == nil)
    }
  }

  @Test(
    arguments: [
      // 1950-01-01T12:00, 1950-07-01T12:00, 1969-12-31T23:59; 2100-01-01, 2999-07-01T12:00.
      -631_108_800, -615_470_400, -60, 4_102_444_800, 32_487_220_800,
    ] as [Int64])
  func `before 1970 and from 2100 on nobody can tell`(local: Int64) throws {
    for name in ["Europe/Paris", "Europe/London", "America/New_York", "Asia/Kolkata"] {
      let zone = try #require(LocalZone(named: name))
      #expect(zone.minutes(atLocal: local * 1_000) == nil)
    }
    #expect(LocalZone(named: "UTC")?.minutes(atLocal: local * 1_000) == 0)
  }

  @Test func `the first and the last hour that are looked up have an offset`() throws {
    let zone = try #require(LocalZone(named: "Europe/London"))
    #expect(zone.minutes(atLocal: 0) == 60)
    #expect(zone.minutes(atLocal: 4_102_444_799_999) == 0)
  }

  @Test(arguments: ["", "Europe/Nowhere", "../../etc/passwd", "Paris"])
  func `a name that nobody knows is none`(name: String) {
    #expect(LocalZone(named: name) == nil)
  }
}
