extension Timestamp: Record {
  package static let rule: StaticString = "timestamp"
  package static let required: KeySet = [1, 2]

  /// The start of 1970, which reading overwrites.
  package init() { self.init(milliseconds: 0) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "milliseconds", Milliseconds(value: milliseconds))
    visitor.required(2, "precision", precision)
    switch zone {
    case .stated(let minutes): visitor.optional(3, "zone", ZoneMinutes(value: minutes))
    case .assumed(let minutes): visitor.optional(4, "assumedZone", ZoneMinutes(value: minutes))
    case .none:
      visitor.optional(3, "zone", ZoneMinutes?.none)
      visitor.optional(4, "assumedZone", ZoneMinutes?.none)
    }
    visitor.optional(5, "clock", clock)
    visitor.optional(6, "original", original)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: milliseconds = try Milliseconds(from: &decoder).value
    case 2: try decoder.required(&precision)
    case 3: zone = .stated(try ZoneMinutes(from: &decoder).value)
    case 4:
      // A zone is stated or assumed; both at once would be two answers to one question.
      guard zone == .none else { throw decoder.unknownKey() }
      zone = .assumed(try ZoneMinutes(from: &decoder).value)
    case 5: try decoder.optional(&clock)
    case 6: try decoder.optional(&original)
    default: throw decoder.unknownKey()
    }
  }

  /// A moment within what its precision leaves open would be a second encoding of the same.
  package var contradiction: FormatError.Code? { isAtStart ? nil : .notCanonical }

  /// Whether what lies beyond the precision is at its start, in local time.
  package var isAtStart: Bool {
    if precision == .millisecond { return true }
    let years = FormatLimit.milliseconds
    let shifted = milliseconds + Int64(zone.minutes ?? 0) * 60_000
    let local = min(max(shifted, years.lowerBound), years.upperBound)
    let day: Int64 = 86_400_000
    switch precision {
    case .millisecond: return true
    case .second: return local % 1_000 == 0
    case .minute: return local % 60_000 == 0
    case .hour: return local % 3_600_000 == 0
    case .day: return local % day == 0
    case .month: return local % day == 0 && CivilDate(daysSinceEpoch: local / day).day == 1
    case .year:
      let date = CivilDate(daysSinceEpoch: local / day)
      return local % day == 0 && date.month == 1 && date.day == 1
    }
  }

  /// The moment as ISO 8601 to its precision, and what is known of zone and clock.
  package func render(to json: inout JSONWriter) {
    json.object { json in
      json.required(1, "dateTime", description)
      json.required(2, "precision", precision)
      if case .assumed = zone { json.flag(4, "zoneAssumed", true) }
      json.optional(5, "clock", clock)
      json.optional(6, "original", original)
    }
  }
}

/// Milliseconds of a timestamp, in the years 1 to 9999.
struct Milliseconds: Wire {
  static let rule: StaticString = "milliseconds"
  let value: Int64

  init(value: Int64) { self.value = value }

  init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    value = try decoder.integer()
    guard FormatLimit.milliseconds.contains(value) else {
      throw FormatError(.outOfRange, at: start)
    }
  }

  func encode(to encoder: inout MessageEncoder) { encoder.output.integer(value) }

  func render(to json: inout JSONWriter) { json.literal(String(value)) }
}

/// Minutes east of UTC, less than a day.
struct ZoneMinutes: Wire {
  static let rule: StaticString = "zone-minutes"
  let value: Int16

  init(value: Int16) { self.value = value }

  init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    guard let minutes = Int16(exactly: try decoder.integer()),
      FormatLimit.zoneMinutes.contains(minutes)
    else { throw FormatError(.outOfRange, at: start) }
    value = minutes
  }

  func encode(to encoder: inout MessageEncoder) { encoder.output.integer(Int64(value)) }

  func render(to json: inout JSONWriter) { json.literal(String(value)) }
}
