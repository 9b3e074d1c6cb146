import NormalizedFormat
import Testing

@Suite struct NumberTests {
  @Test(arguments: [("0705", "07:05"), ("235959.250", "23:59:59.250")])
  func `a time of day is one that a clock shows`(text: String, time: String) throws {
    #expect(try Mapped.rows("OBX|1|TM|A^B^L||\(text)")[0].values == [.timeOfDay(time)])
  }

  @Test(arguments: [
    ("250", "4"), ("500", "2"), ("128", "7.8125"), ("0.5", "2000"), ("62.5", "16"), ("1000", "1"),
  ])
  func `a waveform's period is its rate turned round`(rate: String, period: String) throws {
    #expect(try waveform(rate, "264608^MDC_DIM_X_HZ^MDC")?.period == DecimalNumber(period))
  }

  @Test(arguments: [
    ("300", "Hz^^UCUM"), ("0", "Hz^^UCUM"), ("-250", "Hz^^UCUM"), ("250", "ms^^UCUM"),
  ])
  func `a rate that no decimal turns round, or that is none, gives no period`(
    rate: String, unit: String
  ) throws {
    #expect(try waveform(rate, unit)?.period == nil)
  }

  private func waveform(_ rate: String, _ unit: String) throws -> SampledArray? {
    let rows = try Mapped.rows(
      "OBX|1|NA|131329^MDC_ECG_ELEC_POTL_I^MDC|1.1.1.131329|1^2^3|266418^MDC_DIM_MILLI_VOLT^MDC\n"
        + "OBX|2|NA|131330^MDC_ECG_ELEC_POTL_II^MDC|1.1.1.131330|4^5^6\n"
        + "OBX|3|NM|0^MDC_ATTR_SAMP_RATE^MDC|1.1.1.131329.1|\(rate)|\(unit)")
    #expect(rows.count == 3, "the facet stays")
    guard case .sampledArray(let other)? = rows[1].values.first else { return nil }
    #expect(other.period == nil, "it is another waveform's")
    guard case .sampledArray(let array)? = rows[0].values.first else { return nil }
    return array
  }

  @Test(arguments: ["2400", "2575", "120060", "1200.5", "0705+0100"])
  func `a time of day that no clock shows is text`(text: String) throws {
    let row = try Mapped.rows("OBX|1|TM|A^B^L||\(text)")[0]
    #expect(row.values == [.text(text)])
    #expect(row.absentReason == .asText)
  }

  @Test(arguments: ["1 20", "98 6", "< 1 5", "1,5", "- 5", "5-", "< =5", "1 e3"])
  func `a blank inside a number makes it text, flagged`(text: String) throws {
    let row = try #require(try Mapped.rows("OBX|1|NM|A^B^L||\(text)|mg/L|||||F").first)
    #expect(row.values == [.text(text)])
    #expect(row.absentReason == .asText)
  }

  @Test(arguments: [("  97", "97"), ("97.0 ", "97.0"), (" -5 ", "-5")])
  func `blanks around a number are padding`(text: String, number: String) throws {
    let row = try Mapped.rows("OBX|1|NM|A^B^L||\(text)|mg/L|||||F").first
    #expect(Mapped.quantity(row)?.value == DecimalNumber(number))
  }

  @Test(arguments: [
    "NM|A^B^L||-1 ", "NM|A^B^L||  -1.00", "SN|A^B^L||^-1", "SN|A^B^L||>^32767",
    "SN|A^B^L||^3^-^32767", "CQ|A^B^L||-1^mg", "NR|A^B^L||-1^32767", "NR|A^B^L||5^ -1",
  ])
  func `a declared sentinel is absent in every numeric type, its text kept`(row: String) throws {
    let found = try #require(
      try Mapped.rows("OBX|1|\(row)|mg/L|||||F", ["sentinels": "-1,32767"]).first)
    #expect(found.values == [])
    #expect(found.absentReason == .unknown)
    #expect(found.details.contains { $0.name.hasPrefix("OBX-5") })
  }

  @Test func `a declared sentinel in a waveform is a gap`() throws {
    let row = try Mapped.rows("OBX|1|NA|A^B^L||10^32767^ -1 ^12", ["sentinels": "-1,32767"]).first
    guard case .sampledArray(let array) = row?.values.first else {
      Issue.record("no samples")
      return
    }
    #expect(array.samples == Samples([10, nil, nil, 12]))
  }

  @Test func `a declared sentinel is no limit, and the text of the limits stays`() throws {
    let row = try Mapped.rows(
      "OBX|1|NM|147842^HR^MDC|1.1.1.1|72||50-32767||||R", ["sentinels": "-1,32767"]
    ).first
    #expect(row?.alarmLimits?.low?.value == DecimalNumber(50))
    #expect(row?.alarmLimits?.high == nil)
    #expect(row?.alarmLimits?.text == "50-32767")
  }

  @Test(arguments: ["2 5-7 0", "[2-5)", "25-7 0", "< 1 5"])
  func `limits with a blank inside a number are text only`(text: String) throws {
    let range = try Mapped.rows("OBX|1|NM|A^B^L||1||\(text)|||||F").first?.referenceRanges.first
    #expect(range?.low == nil)
    #expect(range?.high == nil)
    #expect(range?.text == text)
  }

  @Test(arguments: [
    ("2-7", 2, 7), ("-5--2", -5, -2), ("-5 - +2", -5, 2), ("1e0 - 3", 1, 3), ("2^7", 2, 7),
    ("[ 2 - 7 ]", 2, 7), (" 2  -7", 2, 7), ("-5^-2", -5, -2), ("1e1-2e1", 10, 20),
  ])
  func `limits are two numbers with a dash or a delimiter between`(
    text: String, low: Int64, high: Int64
  ) throws {
    let range = try Mapped.rows("OBX|1|NM|A^B^L||1||\(text)|||||F").first?.referenceRanges.first
    #expect(range?.low?.value.map { Double("\($0)") } == Double(low))
    #expect(range?.high?.value.map { Double("\($0)") } == Double(high))
  }

  @Test(arguments: ["5-", "-5", "5--", "1-2-3", "1^2^3", "5 5-6", "e-5 - 7", "a-b"])
  func `what is not two numbers is no limit`(text: String) throws {
    let range = try Mapped.rows("OBX|1|NM|A^B^L||1||\(text)|||||F").first?.referenceRanges.first
    #expect(range?.low == nil)
    #expect(range?.text == text)
  }

  @Test func `a count with a fraction of zeros is that count, another one stays where it was`()
    throws
  {
    let text = { (refills: String) in
      "MSH|^~\\&|A|B|||2026||RDE^O11|1|P|2.5\nORC|NW\nRXE||X^Y^L||||||||||\(refills)"
    }
    guard case .order(let content) = try Mapped.message(text("3.0")).content,
      case .order(let other) = try Mapped.message(text("3.5")).content
    else {
      Issue.record("no order")
      return
    }
    #expect(content.orders[0].items[0].medications[0].refills == 3)
    let details = other.orders[0].items[0].medications[0].details
    #expect(details == [NamedField(name: "RXE-12", value: "3.5")])
  }

  @Test func `a unit belongs to whatever number an SN gives`() throws {
    let plain = try Mapped.rows("OBX|1|SN|A^B^L||=^5|mg/dL|||||F").first
    #expect(Mapped.quantity(plain)?.unit?.ucum == "mg/dL")
    let text = try Mapped.rows("OBX|1|SN|A^B^L||about^5|mg/dL|||||F").first
    #expect(text?.values == [.text("about^5")])
    #expect(text?.details.contains(NamedField(name: "OBX-6", value: "mg/dL")) == true)
  }
}
