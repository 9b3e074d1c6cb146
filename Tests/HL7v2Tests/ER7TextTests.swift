import AdapterKit
import NormalizedFormat
import Testing

@testable import HL7v2

@Suite struct ER7TextTests {
  private func decode(_ text: String, _ delimiters: ER7Delimiters = .recommended) -> String {
    var escapes = ER7Escapes(delimiters)
    let bytes = Array(text.utf8).withUnsafeBytes { escapes.decode($0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("\\F\\\\S\\\\R\\\\E\\\\T\\", "|^~\\&"),
    ("a\\T\\b\\X0D\\c\\.br\\d \\5 e", "a&b\rc\nd \\5 e"),
    ("**BSV 4\\5 re.", "**BSV 4\\5 re."),
    ("x\\5 e\\T\\y", "x\\5 e&y"),
    ("\\X48656C6C6F\\", "Hello"), ("\\X000d\\", "\r"), ("\\X4\\", "\\X4\\"),
    ("\\XZZ\\", "\\XZZ\\"), ("\\Z12\\ok", "\\Z12\\ok"), ("\\C2842\\", "\\C2842\\"),
    ("\\M242842\\", "\\M242842\\"), ("\\H\\bold\\N\\", "bold"), ("a\\.sp3\\b", "a\n\n\nb"),
    ("a\\.sk 2\\b", "a  b"), ("\\.in+4\\a\\.ti-4\\", "a"), ("\\.zz\\", "\\.zz\\"),
    ("ends in \\E\\", "ends in \\"), ("\\", "\\"), ("\\\\", "\\\\"),
    ("a\\.sk-9\\b", "a\\.sk-9\\b"), ("a\\.sp65\\b", "a\\.sp65\\b"),
    ("a\\.sp1 0\\b", "a\\.sp1 0\\b"), ("a\\.br7\\b", "a\\.br7\\b"),
    ("a\\.in-9223372036854775808\\b", "a\\.in-9223372036854775808\\b"),
    ("\\.sp-9223372036854775808\\", "\\.sp-9223372036854775808\\"),
    ("\\.sk9223372036854775808\\", "\\.sk9223372036854775808\\"), ("\\.sp0\\", "\\.sp0\\"),
    ("\\\\E\\\\X09\\\\E\\\\", "\\\\\t\\\\"), ("\\.sp999999999\\", "\\.sp999999999\\"),
  ])
  func `escapes decode, and what is none stays as it is`(text: String, wanted: String) {
    #expect(decode(text) == wanted)
  }

  @Test func `escapes that nobody knows are counted`() {
    var escapes = ER7Escapes(.recommended)
    _ = Array("4\\5 \\Z1\\ \\T\\".utf8).withUnsafeBytes { escapes.decode($0) }
    #expect(escapes.kept == 2)
  }

  @Test func `a decoded CR can't forge a segment on its way out`() {
    let escapes = ER7Escapes(.recommended)
    let decoded = decode("Smith\\X0D\\PID|1||666")
    let out = escapes.encode(decoded.utf8)
    #expect(!out.contains(0x0D))
    #expect(!out.contains(UInt8(ascii: "|")))
    #expect(decode(String(decoding: out, as: UTF8.self)) == decoded)
  }

  @Test func `whatever is encoded decodes to itself`() {
    let escapes = ER7Escapes(.recommended)
    let all = (0...0x7F).map { UInt8($0) }
    let out = String(decoding: escapes.encode(all), as: UTF8.self)
    // A pair `00` in front of a byte is a two-byte unit; alone it is a NUL.
    #expect(Array(decode(out).utf8) == all)
  }

  @Test func `a message without an escape character decodes nothing`() {
    var delimiters = ER7Delimiters.recommended
    delimiters.escape = nil
    #expect(decode("a\\T\\b", delimiters) == "a\\T\\b")
  }

  private func read(_ bytes: [UInt8], _ declared: String?) throws -> (String, ER7Charset) {
    let charset = try ER7Charset(
      declared: declared, bytes: bytes, isASCII: bytes.allSatisfy { $0 < 0x80 })
    return (charset.text(bytes), charset)
  }

  struct Reading: Sendable {
    let bytes: [UInt8]
    let declared: String?
    let text: String
    let name: String
    let assumed: Bool

    init(_ bytes: [UInt8], _ declared: String?, _ text: String, _ name: String, _ assumed: Bool) {
      self.bytes = bytes
      self.declared = declared
      self.text = text
      self.name = name
      self.assumed = assumed
    }

    static let all: [Reading] = [
      Reading([0xC3, 0xA9], nil, "é", "UNICODE UTF-8", true),
      Reading([0xC3, 0xA9], "UNICODE UTF-8", "é", "UNICODE UTF-8", false),
      Reading([0xC3, 0xA9], "UNICODE", "é", "UNICODE UTF-8", true),
      Reading([0xE9], nil, "é", "windows-1252", true),
      Reading([0xE9], "UNICODE UTF-8", "é", "windows-1252", true),
      Reading([0xE9], "8859/1", "é", "8859/1", false),
      Reading([0x96], "8859/1", "–", "windows-1252", true),
      Reading([0xC3, 0xA9], "8859/1", "Ã©", "8859/1", false),
      Reading([0xB1], "8859/2", "ą", "8859/2", false),
      Reading([0xD6], "8859/5", "ж", "8859/5", false),
      Reading([0xE1], "8859/7", "α", "8859/7", false),
      Reading([0xA4], "8859/15", "€", "8859/15", false),
    ]
  }

  @Test(arguments: Reading.all)
  func `bytes are read by what MSH-18 declares, or by a guess that is flagged`(
    reading: Reading
  ) throws {
    let (found, charset) = try read(reading.bytes, reading.declared)
    #expect(found == reading.text)
    #expect(charset.name == reading.name)
    #expect(charset.isAssumed == reading.assumed)
  }

  @Test(arguments: ["ISO IR87", "GB 18030-2000", "BIG-5", "KS X 1001", "8859/11"])
  func `a set of another family is refused rather than guessed`(declared: String) throws {
    #expect(throws: AdapterError(.encoding, place: "MSH-18")) { try read([0xE9], declared) }
    #expect(try read([0x41], declared).0 == "A")
  }

  private func time(_ text: String, stated: Int16? = nil, assumed: Int16 = 60) -> Timestamp? {
    let parser = DateTimeParser(
      statedZone: stated, assumedZone: LocalZone(minutes: Int(assumed)))
    return Array(text.utf8).withUnsafeBytes { parser.parse($0) }
  }

  @Test(arguments: [
    ("2026", "2026", TimePrecision.year), ("202609", "2026-09", .month),
    ("20260912", "2026-09-12", .day), ("2026091212", "2026-09-12T12:00+01:00", .hour),
    ("202609121205", "2026-09-12T12:05+01:00", .minute),
    ("20260912120530", "2026-09-12T12:05:30+01:00", .second),
    ("20260912120530.5", "2026-09-12T12:05:30.500+01:00", .millisecond),
    ("20260912120000.0000+0530", "2026-09-12T12:00:00.000+05:30", .millisecond),
    ("20210122052031.040+0000", "2021-01-22T05:20:31.040Z", .millisecond),
    // A leap second; what is not the first moment of its second can't be written as one.
    ("20260912120560", "2026-09-12T12:05:59.999+01:00", .millisecond),
    ("19680229", "1968-02-29", .day), ("20260912120530-1000", "2026-09-12T12:05:30-10:00", .second),
  ])
  func `a moment keeps its precision and its zone`(
    text: String, wanted: String, precision: TimePrecision
  ) {
    let time = time(text)
    #expect(time?.description == wanted)
    #expect(time?.precision == precision)
  }

  @Test(arguments: [
    "", "20", "20261301", "20260230", "19690229", "2026091224", "202609121260", "2026-09-12",
    "20260912 ", "20260912120530.", "20260912+", "20260912120530+9900", "abcd", "0000",
    "20260912120530.5x", "202609121205305",
  ])
  func `what is no moment is none`(text: String) {
    #expect(time(text) == nil)
  }

  @Test func `a time without a zone gets the link's, flagged, or that of MSH-7`() {
    #expect(time("20260912120530")?.zone == .assumed(60))
    #expect(time("20260912120530", stated: 120)?.zone == .stated(120))
    #expect(time("20260912")?.zone == Timestamp.Zone.none)
    #expect(time("20260912120530+0200", stated: 0)?.zone == .stated(120))
  }

  @Test(arguments: [
    ("20260701140000", "2026-07-01T14:00:00+02:00"),
    ("20260101140000", "2026-01-01T14:00:00+01:00"),
    ("20260329015959", "2026-03-29T01:59:59+01:00"),
    ("20260329030000", "2026-03-29T03:00:00+02:00"),
    ("20260329023000", "2026-03-29T02:30:00"), ("20261025023000", "2026-10-25T02:30:00"),
    ("20261025030000", "2026-10-25T03:00:00+01:00"), ("20260701", "2026-07-01"),
  ])
  func
    `a local time has the offset of its season, and none in the hour that is doubled or left out`(
      text: String, wanted: String
    )
  {
    // Paris in 2026.
    let zone = LocalZone(
      minutes: 60,
      changes: [
        .init(at: 1_774_746_000_000, minutes: 120), .init(at: 1_792_890_000_000, minutes: 60),
      ])
    let parser = DateTimeParser(statedZone: nil, assumedZone: zone)
    let time = Array(text.utf8).withUnsafeBytes { parser.parse($0) }
    #expect(time?.description == wanted)
  }

  @Test func `the text is kept where the parts say less or otherwise`() {
    #expect(time("20260912120530.0001+0200")?.original == "20260912120530.0001+0200")
    #expect(time("20260912120530", stated: 120)?.original == "20260912120530")
    #expect(time("20260912120560")?.original == "20260912120560")
    #expect(time("20260912120530.123+0200")?.original == nil)
  }
}
