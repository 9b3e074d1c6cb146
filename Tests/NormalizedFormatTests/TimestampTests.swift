import Testing

@testable import NormalizedFormat

@Suite struct TimestampTests {
  @Test(
    arguments: [
      ("2026", TimePrecision.year, 1_767_225_600_000), ("2026-09", .month, 1_788_220_800_000),
      ("2026-09-12", .day, 1_789_171_200_000), ("2026-09-12T12:00", .minute, 1_789_214_400_000),
      ("2026-09-12T12:00:05", .second, 1_789_214_405_000),
      ("2026-09-12T12:00:05.040", .millisecond, 1_789_214_405_040),
      ("2026-09-12T12:00:05.040+05:30", .millisecond, 1_789_194_605_040),
      ("2026-09-12T12:00:05Z", .second, 1_789_214_405_000), ("1968-03-09", .day, -57_283_200_000),
      ("0001-01-01", .day, -62_135_596_800_000),
      ("9999-12-31T23:59:59.999", .millisecond, 253_402_300_799_999),
    ] as [(String, TimePrecision, Int64)])
  func `a moment of ISO 8601 reads to its precision and writes back`(
    text: String, precision: TimePrecision, milliseconds: Int64
  ) throws {
    let moment = try #require(Timestamp(iso8601: text))
    #expect(moment.milliseconds == milliseconds)
    #expect(moment.precision == precision)
    #expect(moment.description == text)
  }

  @Test(arguments: [
    "", "20", "2026-", "2026-13", "2026-00", "2026-02-30", "2025-02-29", "1900-02-29", "2026-9-1",
    "2026-09-12T",
    "2026-09-12T24:00", "2026-09-12T12", "2026-09-12T12:60", "2026-09-12T12:00:61",
    "2026-09-12T12:00:00.",
    "2026-09-12T12:00:00+5", "2026-09-12T12:00+24:00", "2026-09-12T12:00+00:60", "2026-09-12Z",
    "2026-09-12 12:00",
    "0000-01-01", "+2026-09-12", "2026-09-12T12:00:00Zz", "2026-09-12T12:00:00-0530",
  ])
  func `what is no moment is none`(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test func `more digits than milliseconds are cut, and the text is kept`() throws {
    let moment = try #require(Timestamp(iso8601: "2026-09-12T12:00:05.0409Z"))
    #expect(moment.milliseconds == 1_789_214_405_040)
    #expect(moment.original == "2026-09-12T12:00:05.0409Z")
  }

  @Test func `a leap second stays in its minute`() throws {
    let moment = try #require(Timestamp(iso8601: "2016-12-31T23:59:60Z"))
    #expect(moment.description == "2016-12-31T23:59:59.999Z")
    #expect(moment.original == "2016-12-31T23:59:60Z")
  }

  @Test func `every day of the calendar comes back from its number`() throws {
    for days in stride(from: Int64(-719_162), through: 2_932_896, by: 97) {
      let date = CivilDate(daysSinceEpoch: days)
      try #require(date.daysSinceEpoch == days)
      try #require(CivilDate(year: date.year, month: date.month, day: date.day) == date)
    }
    #expect(CivilDate(daysSinceEpoch: 0) == CivilDate(year: 1970, month: 1, day: 1))
    #expect(CivilDate(daysSinceEpoch: .max).year == 9_999)
    #expect(CivilDate(daysSinceEpoch: .min).year == 1)
  }

  @Test func `no model value makes its description trap`() {
    for milliseconds in [Int64.min, -1, 0, .max] {
      for zone in [Timestamp.Zone.none, .stated(.min), .assumed(.max), .stated(0)] {
        #expect(!Timestamp(milliseconds: milliseconds, zone: zone).description.isEmpty)
      }
    }
  }
}
