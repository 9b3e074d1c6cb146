import Site
import Testing

@Suite struct UTCTimeTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (1_800_000_000, "2027-01-15T08:00:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
      (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] as [(Int64, String)])
  func `a time is written and read`(seconds: Int64, text: String) {
    #expect(UTCTime.text(seconds) == text)
    #expect(UTCTime.seconds(text) == seconds)
  }

  @Test func `every day of four centuries comes back`() {
    for day in Int64(0)..<146_097 {
      let text = UTCTime.text(day * 86_400)
      #expect(text.flatMap(UTCTime.seconds) == day * 86_400)
    }
  }

  @Test(arguments: [
    "2027-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2027-13-01T00:00:00Z", "2027-00-01T00:00:00Z",
    "2027-01-01T24:00:00Z", "2027-01-01T00:60:00Z", "2027-01-01T00:00:60Z", "2027-01-01 00:00:00Z",
    "2027-01-01T00:00:00", "2027-01-01T00:00:00+00", "2027-1-1T00:00:00Z", "1969-12-31T23:59:59Z",
    "2027-01-01T00:00:0-Z", "", "２０２７-01-01T00:00:00Z",
  ])
  func `another form or a day that is not is refused`(text: String) {
    #expect(UTCTime.seconds(text) == nil)
  }

  @Test func `times before the epoch and after the year 9999 have no text`() {
    #expect(UTCTime.text(-1) == nil)
    #expect(UTCTime.text(253_402_300_800) == nil)
  }
}

@Suite struct DurationTextTests {
  @Test(
    arguments: [
      (0, "0s"), (1, "1s"), (60, "1m"), (90, "90s"), (3600, "1h"), (86_400, "1d"),
      (7_776_000, "90d"),
    ] as [(Int64, String)])
  func `a duration is written in its largest unit and read`(seconds: Int64, text: String) {
    #expect(DurationText.text(seconds) == text)
    #expect(DurationText.seconds(text) == seconds)
  }

  @Test(arguments: [
    "", "d", "-1d", "+1d", "01d", "1", "1w", "1.5d", "1d2h", "99999999999999999999s",
    "9999999999999999d",
  ])
  func `another form is refused`(text: String) {
    #expect(DurationText.seconds(text) == nil)
  }
}

@Suite struct SourceNodeTests {
  @Test func `nested lists and maps are written in block style`() {
    let node = SourceNode.map([
      ("a", .list([.map([("b", .number(1)), ("c", .list([.text("d")]))]), .text("e")])),
      ("f", .map([] as [(String, SourceNode?)])), ("g", .list([])), ("h", nil),
    ])
    #expect(node.yaml == "a:\n  - b: 1\n    c:\n      - d\n  - e\nf: {}\ng: []\n")
  }

  @Test(arguments: [
    ("icu", "icu"), ("N//compartment=icu", "N//compartment=icu"), ("yes", "\"yes\""),
    ("true", "\"true\""), ("1", "\"1\""), ("0x10", "\"0x10\""), ("a: b", "\"a: b\""),
    ("a #b", "\"a #b\""), ("&a", "\"&a\""), ("*a", "\"*a\""), ("a:", "\"a:\""), ("", "\"\""),
    ("a\nb", "\"a\\u000ab\""), ("\"", "\"\\\"\""), ("null", "\"null\""), ("~", "\"~\""),
    ("\u{2028}", "\"\\u2028\""), ("30d", "30d"), ("- a", "\"- a\""),
  ])
  func `what could be read as anything else is quoted`(text: String, yaml: String) {
    #expect(SourceNode.text(text).yaml == yaml + "\n")
  }

  @Test func `JSON escapes what JSON must`() {
    #expect(SourceNode.text("a\"\\\n\u{1}é").json == "\"a\\\"\\\\\\u000a\\u0001é\"")
  }
}
