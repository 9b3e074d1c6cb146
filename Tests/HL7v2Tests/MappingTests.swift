import AdapterKit
import HL7v2
import NormalizedFormat
import Testing

@Suite struct MappingTests {
  private func messages(
    _ text: String, _ settings: [String: String] = [:]
  ) throws -> [Message] {
    try Mapped.messages(text, settings)
  }

  private func message(_ text: String, _ settings: [String: String] = [:]) throws -> Message {
    try Mapped.message(text, settings)
  }

  private func rows(_ text: String, _ settings: [String: String] = [:]) throws -> [Observation] {
    try Mapped.rows(text, settings)
  }

  private func quantity(_ row: Observation?) -> Quantity? { Mapped.quantity(row) }

  @Test func `a declared sentinel is no number, whatever its trailing zeros`() throws {
    let text = "OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1.1.1.1|-1.0|264864^^MDC|||||R"
    let row = try rows(text, ["sentinels": "-1, 32767"]).first
    #expect(row?.values == [])
    #expect(row?.absentReason == .unknown)
    #expect(row?.details.contains(NamedField(name: "OBX-5", value: "-1.0")) == true)
    #expect(quantity(try rows(text).first)?.value == DecimalNumber(-10, exponent: -1))
  }

  @Test func `a comparator before a number is kept as a comparator`() throws {
    let value = quantity(try rows("OBX|1|NM|A^B^L||<15|mg/L|||||F").first)
    #expect(value?.comparator == .lessThan)
    #expect(value?.value == DecimalNumber(15))
  }

  @Test func `a word where a number belongs is kept as text and does not fail the message`() throws
  {
    let row = try rows("OBX|1|NM|A^B^L||None|mg/L|||||F").first
    #expect(row?.values == [.text("None")])
    #expect(row?.absentReason == .asText)
  }

  @Test func `a container row has no value, no status and no reason for absence`() throws {
    let row = try rows("OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X").first
    #expect(row?.level == .mds)
    #expect(row?.values == [])
    #expect(row?.status == nil)
    #expect(row?.absentReason == nil)
    #expect(row?.sourceStatus == "X")
  }

  @Test(arguments: [
    ("1.0.0.0", ContainmentLevel.mds), ("1.5.0.0", .vmd), ("1.13.1.0", .channel),
    ("1.13.1.1", .metric), ("1.13.1.1.1", .facet), ("1.13.1.1.1.2", .subFacet),
    ("1.0.0.147842", .metric), ("1.7.4.4294967295", .metric),
  ])
  func `the level of a row is where its last number above zero stands`(
    path: String, level: ContainmentLevel
  ) throws {
    let row = try rows("OBX|1|NM|147842^HR^MDC|\(path)|72||||||R").first
    #expect(row?.level == level)
    #expect(row?.containment.count == path.split(separator: ".").count)
  }

  @Test(arguments: ["1", "1.1", "a.b.c.d", "1.1.1.4294967296", "1..1.1", "1.1.1.1.1.1.1"])
  func `an OBX-4 that is no containment is kept as a sub-id`(path: String) throws {
    let row = try rows("OBX|1|NM|147842^HR^MDC|\(path)|72||||||R").first
    #expect(row?.containment == [])
    #expect(row?.subID == path)
  }

  @Test func `limits of a device are alarm limits, of a laboratory reference ranges`() throws {
    let device = try rows("OBX|1|NM|147842^HR^MDC|1.1.1.1|72|264864^^MDC|50-120||||R").first
    #expect(device?.alarmLimits?.high?.value == DecimalNumber(120))
    #expect(device?.referenceRanges == [])
    let lab = try rows("OBX|1|NM|2951-2^Na^LN||139|mmol/L|136-145|||||F").first
    #expect(lab?.referenceRanges.first?.low?.value == DecimalNumber(136))
    #expect(lab?.alarmLimits == nil)
  }

  @Test(arguments: [
    ("40-120", "40", "120"), ("50^120", "50", "120"), ("[ 2.5 - 7.8 ]", "2.5", "7.8"),
    ("-5--1", "-5", "-1"), ("-5-3", "-5", "3"), ("< 0.21", "", "0.21"), ("[ < 0.21 ]", "", "0.21"),
    (">= 3", "3", ""), ("negative", "", ""), ("1-2-3", "", ""),
  ])
  func `ranges are read as people write them, and the text stays`(
    text: String, low: String, high: String
  ) throws {
    let range = try rows("OBX|1|NM|A^B^L||1||\(text)|||||F").first?.referenceRanges.first
    #expect(range?.low?.value == DecimalNumber(low))
    #expect(range?.high?.value == DecimalNumber(high))
    #expect(range?.text == text)
  }

  @Test(arguments: [
    ("264864^MDC_DIM_BEAT_PER_MIN^MDC", "/min"), ("264864^/min^MDC", "/min"),
    ("^MDC_DIM_BEAT_PER_MIN", "/min"), ("MDC_DIM_MMHG", "mm[Hg]"), ("bpm", "/min"),
    ("UMOLL", "umol/L"), ("x10*9/L", "10*9/L"), ("263762^MDC_DIM_MILLI_L^MDC^mL^mL^UCUM", "mL"),
  ])
  func `a unit in any known spelling becomes UCUM`(text: String, ucum: String) throws {
    let unit = quantity(try rows("OBX|1|NM|147842^HR^MDC|1.1.1.1|72|\(text)|||||R").first)?.unit
    #expect(unit?.ucum == ucum)
    #expect(unit?.flagged == false)
  }

  @Test func `a unit that nobody knows stays text and is flagged`() throws {
    let unit = quantity(try rows("OBX|1|NM|A^B^L||72|furlongs|||||F").first)?.unit
    #expect(unit == UnitOfMeasure(text: "furlongs", flagged: true))
  }

  @Test func `a code and a reference id in each other's place are put right`() throws {
    let row = try rows("OBX|1|NM|MDC_PRESS_BLD_ART^150020^MDC|1.1.1.1|72||||||R").first
    #expect(
      row?.code.codings == [Coding(system: .mdc, code: "150020", display: "MDC_PRESS_BLD_ART")])
  }

  @Test func `a device that all rows name stands once, in the provenance`() throws {
    let text =
      "MSH|^~\\&|M|I|||2026||ORU^R01|1|P|2.6\nOBR|1|||X^Y^MDC\n"
      + "OBX|1|NM|147842^HR^MDC|1.1.1.1|72||||||R|||||||EUI1^GE\n"
      + "OBX|2|NM|151562^RR^MDC|1.1.1.2|14||||||R|||||||EUI1^GE"
    let one = try message(text)
    #expect(one.provenance.device?.identifiers.first?.value == "EUI1")
    let two = try message(text.replacingLast("EUI1", with: "EUI2"))
    #expect(two.provenance.device == nil)
    guard case .observations(let content) = two.content else {
      Issue.record("no observations")
      return
    }
    #expect(content.sets[0].observations.map { $0.devices.count } == [1, 1])
  }

  @Test func `a message about two patients gives two messages that account for it together`() throws
  {
    let both = try messages(
      "MSH|^~\\&|L|L|||2026||ORU^R01|1|P|2.5\nPID|1||A\nOBR|1||1\nPID|2||B\nOBR|1||2")
    #expect(both.map { $0.patient?.identifiers.first?.value } == ["A", "B"])
    #expect(both.map(\.provenance.source.controlID) == ["1", "1"])
  }

  @Test func `nothing that a message says of one patient is in the message about another`() throws {
    let parts = try messages(
      "MSH|^~\\&|L|L|||2026||ORU^R01|1|P|2.5|||||||||||||||||||SHAREDHEAD\nSFT|SHAREDSOFT\n"
        + "PID|1||PA||ALPHA\nDB1|1|PT|SECRETDISAB||Y\nNTE|1|SECRETSOURCE\nOBR|1|1||X\n"
        + "OBX|1|ST|A^B^L||SECRET\\Z1\\\nSFT|SECRETSOFT\nPID|2||PB||BETA\nOBR|1|2||X\n"
        + "OBX|1|ST|A^B^L||plain")
    let second = parts[1].json()
    #expect(!second.contains("SECRET"))
    #expect(!second.contains("ALPHA"))
    #expect(!second.contains("kept-escapes"))
    for part in parts {
      #expect(part.json().contains("SHAREDHEAD"))
      #expect(part.json().contains("SHAREDSOFT"))
    }
  }

  @Test(arguments: ["2026-01-01 19:30", "\"\"", "yesterday"])
  func `a result whose own time can't be read has no time, not that of its request`(
    text: String
  ) throws {
    for code in ["L", "MDC"] {
      let row = try #require(
        try message(
          "MSH|^~\\&|M|I|||2026||ORU^R01|1|P|2.6\nOBR|1|||X^Y^L|||20260101080000\n"
            + "OBX|1|NM|A^B^\(code)||5|mg/L|||||F|||\(text)"
        ).content.rows.first)
      #expect(row.effective == nil)
      #expect(row.details.contains(NamedField(name: "OBX-14", value: text)))
    }
    let inherited = try message(
      "MSH|^~\\&|M|I|||2026||ORU^R01|1|P|2.6\nOBR|1|||X^Y^L|||20260101080000\n"
        + "OBX|1|NM|A^B^L||5|mg/L|||||F"
    ).content.rows.first
    #expect(inherited?.effective?.precision == .second)
  }

  @Test func `a double quote pair clears, an empty field does not`() throws {
    let update = try message(
      "MSH|^~\\&|A|B|||2026||ADT^A08|1|P|2.4\nPID|1||7||Doe||\"\"|||||||||\"\"")
    #expect(update.cleared == ["patient.birthDate", "patient.maritalStatus"])
    #expect(update.patient?.birthDate == nil)
  }

  @Test func `a double quote pair about the other patient of a swap clears nothing`() throws {
    let swap = try message(
      "MSH|^~\\&|A|B|||2026||ADT^A17|1|P|2.4\nPID|1||P1||ONE^A||19700101|M\nPV1|1|I|W1^1^1\n"
        + "PID|2||P2||TWO^B||\"\"|\"\"\nPD1|||||||||||\"\"\nPV1|2|I|\"\"")
    #expect(swap.cleared == [])
    guard case .admission(let admission) = swap.content else {
      Issue.record("no admission")
      return
    }
    let names = admission.details.filter { $0.value == "\"\"" }.map(\.name)
    #expect(names == ["PID(2)-7", "PID(2)-8", "PID(2)/PD1-11", "PID(2)/PV1-3"])
  }

  @Test func `local segments and lines that are none are kept as unknown, whole`() throws {
    let loss = try message(
      "MSH|^~\\&|A|B|||2026||ADT^A08|1|P|2.4\nZAB|x^y||z~w\nZAB|q\nnot a segment"
    ).loss
    #expect(
      loss?.unknown == [
        UnknownField(path: "ZAB-1", value: "x^y"), UnknownField(path: "ZAB-3", value: "z"),
        UnknownField(path: "ZAB-3[2]", value: "w"), UnknownField(path: "ZAB(2)-1", value: "q"),
        UnknownField(path: "???-1", value: "not a segment"),
      ])
  }

  @Test func `a segment out of place does not fail the message`() throws {
    let text =
      "MSH|^~\\&|A|B|||2026||ORU^R01|1|P|2.5\nNTE|1||early\nOBX|1|ST|A^B^L||x\nPID|1||7\nRXR|PO"
    guard case .report(let content) = try message(text).content else {
      Issue.record("no report")
      return
    }
    #expect(content.reports.first?.results.count == 1)
  }

  @Test func `kept escapes are counted in the provenance`() throws {
    let source = try message(
      "MSH|^~\\&|A|B|||2026||ADT^A08|1|P|2.4\nPID|1||7||BSV 4\\5 re."
    ).provenance.source
    #expect(source.details.contains(NamedField(name: "kept-escapes", value: "1")))
  }

  @Test(arguments: [
    ("8859/1", "\\XE9\\", "é", 0), ("", "\\XE9\\", "\\XE9\\", 1),
    ("UNICODE UTF-8", "\\XC3A9\\", "é", 0), ("UNICODE UTF-8", "\\XE9\\", "\\XE9\\", 1),
    ("8859/15", "\\XA4\\", "€", 0), ("8859/1", "\\X96\\", "\\X96\\", 1),
    ("WINDOWS-1252", "\\X96\\", "–", 0), ("WINDOWS-1252", "\\X81\\", "\\X81\\", 1),
    ("ASCII", "\\X41\\", "A", 0), ("BIG-5", "\\XA4A4\\", "\\XA4A4\\", 1),
    ("8859/7", "\\XFF\\", "\\XFF\\", 1),
  ])
  func `a hexadecimal escape is of the declared set, or stays and is counted`(
    declared: String, escape: String, text: String, kept: Int
  ) throws {
    let message = try message(
      "MSH|^~\\&|A|B|||2026||ADT^A08|1|P|2.4||||||\(declared)\nPID|1||1||Andr\(escape)^X")
    #expect(message.patient?.names.first?.family == "Andr" + text)
    let counted = message.provenance.source.details.first { $0.name == "kept-escapes" }?.value
    #expect(counted == (kept > 0 ? String(kept) : nil))
  }

  @Test func `a header alone is a message`() throws {
    #expect(try message("MSH|^~\\&|A|B|||2026||ADT^A01|1|P|2.4").patient == nil)
  }

  @Test(arguments: [
    "OBX|1|NA|131329^I^MDC|1.1.1.1|" + String(repeating: "1^", count: 300_000),
    String(repeating: "OBX|\n", count: 70_000), String(repeating: "ZZZ|a~b\n", count: 40_000),
    "OBX|1|ST|A^B^L||" + String(repeating: "long", count: 300_000),
  ])
  func `what no reader of the format would take is refused`(text: String) {
    #expect(throws: AdapterError(.limit)) {
      try message("MSH|^~\\&|A|B|||2026||ORU^R01|1|P|2.6\nOBR|1|||X^Y^MDC\n" + text)
    }
  }

  @Test func `a large message that the format can hold is taken`() throws {
    let rows = String(repeating: "OBX|1|NM|2951-2^Na^LN||139|mmol/L|||||F\n", count: 3_000)
    #expect(try self.rows(rows).count == 3_000)
  }

  @Test func `an unknown setting or value is refused`() {
    for settings in [["sentinel": "-1"], ["sentinels": "none"], ["acknowledge": "maybe"]] {
      #expect(throws: AdapterError(.configuration, blame: .site)) {
        try HL7v2Adapter(AdapterConfiguration(settings))
      }
    }
  }
}

extension String {
  fileprivate func replacingLast(_ part: String, with other: String) -> String {
    let parts = components(of: part)
    return parts.dropLast().joined(separator: part) + other + (parts.last ?? "")
  }

  private func components(of part: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(part) {
        parts.append("")
        rest = rest.dropFirst(part.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}
