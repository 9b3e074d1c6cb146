extension Timestamp {
  /// Reads ISO 8601 as FHIR's `dateTime` writes it: `2026`, `2026-09`, `2026-09-12`,
  /// `2026-09-12T12:00[:05[.04]]` with `Z`, `+hh:mm` or nothing after the time. Nil for anything
  /// else.
  ///
  /// Digits beyond milliseconds are cut; then, and for a leap second, ``original`` keeps the text.
  public init?(iso8601 text: String) {
    var parser = ISO8601Parser(text)
    guard let moment = parser.moment() else { return nil }
    self = moment
    if description != text { original = text }
  }
}

/// A cursor over the bytes of a text of ISO 8601.
private struct ISO8601Parser {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8.prefix(64)) }

  mutating func moment() -> Timestamp? {
    guard let year = number(4) else { return nil }
    guard take("-") else { return date(year, 1, 1, .year) }
    guard let month = number(2) else { return nil }
    guard take("-") else { return date(year, month, 1, .month) }
    guard let day = number(2) else { return nil }
    guard take("T") else { return date(year, month, day, .day) }
    guard let date = CivilDate(year: year, month: month, day: day), let (time, precision) = clock(),
      let zone = zone(), isAtEnd
    else { return nil }
    return Timestamp(date, time, precision: precision, zone: zone)
  }

  private func date(
    _ year: Int64, _ month: Int64, _ day: Int64, _ precision: TimePrecision
  ) -> Timestamp? {
    guard isAtEnd, let date = CivilDate(year: year, month: month, day: day) else { return nil }
    return Timestamp(date, precision: precision)
  }

  private mutating func clock() -> (ClockTime, TimePrecision)? {
    guard let hour = number(2), take(":"), let minute = number(2) else { return nil }
    guard take(":") else { return ClockTime(hour: hour, minute: minute).map { ($0, .minute) } }
    guard let second = number(2) else { return nil }
    guard take(".") else {
      // A leap second is no first moment of a second.
      return ClockTime(hour: hour, minute: minute, second: second).map {
        ($0, second == 60 ? .millisecond : .second)
      }
    }
    guard let fraction = milliseconds() else { return nil }
    return ClockTime(hour: hour, minute: minute, second: second, millisecond: fraction)
      .map { ($0, .millisecond) }
  }

  private mutating func milliseconds() -> Int64? {
    var value: Int64 = 0
    var digits = 0
    while let digit = number(1) {
      if digits < 3 { value = value * 10 + digit }
      digits += 1
    }
    guard digits > 0 else { return nil }
    for _ in digits..<max(3, digits) { value *= 10 }
    return value
  }

  private mutating func zone() -> Timestamp.Zone? {
    if isAtEnd { return Timestamp.Zone.none }
    if take("Z") { return .stated(0) }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2),
      hours < 24, minutes < 60
    else { return nil }
    let offset = Int16(truncatingIfNeeded: hours * 60 + minutes)
    return .stated(isWest ? -offset : offset)
  }

  private var isAtEnd: Bool { position == bytes.count }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func number(_ width: Int) -> Int64? {
    guard bytes.count - position >= width else { return nil }
    var value: Int64 = 0
    for byte in bytes[position..<position + width] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 48)
    }
    position += width
    return value
  }
}
