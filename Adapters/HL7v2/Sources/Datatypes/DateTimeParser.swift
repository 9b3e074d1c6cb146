import AdapterKit
import NormalizedFormat

/// Reads DTM, TS and DT: `YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]` (HL7 v2.9 §2A.3.22), by
/// integers.
struct DateTimeParser {
  /// Minutes of a zone that MSH-7 stated for the whole message.
  var statedZone: Int16?
  /// The zone that the link's configuration assumes.
  var assumedZone: LocalZone

  /// The moment; nil when the bytes are anything else than the grammar, or no calendar has that
  /// day.
  func parse(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
    var digits = Digits(bytes)
    guard let year = digits.take(4) else { return nil }
    let month = digits.take(2)
    let day = digits.take(2)
    let hour = digits.take(2)
    let minute = digits.take(2)
    let second = digits.take(2)
    let fraction = second == nil ? nil : digits.fraction()
    let stated = digits.zone()
    guard !digits.isBad, digits.isAtEnd,
      let date = CivilDate(year: year, month: month ?? 1, day: day ?? 1),
      let clock = ClockTime(
        hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0,
        millisecond: fraction?.milliseconds ?? 0)
    else { return nil }
    var precision = TimePrecision.year
    if month != nil { precision = .month }
    if day != nil { precision = .day }
    if hour != nil { precision = .hour }
    if minute != nil { precision = .minute }
    // A leap second is the last millisecond before it, which no whole second is.
    if let second { precision = fraction == nil && second != 60 ? .second : .millisecond }
    let zone = hour == nil ? .none : self.zone(stated, date, clock)
    var time = Timestamp(date, clock, precision: precision, zone: zone)
    let isPlain =
      (fraction == nil || fraction?.digits == 3) && second != 60
      && isAsWritten(zone, stated: stated)
    if !isPlain { time?.original = String(decoding: bytes, as: UTF8.self) }
    return time
  }

  /// Whether the zone of the result says all that the text said: it wrote the zone there is, or
  /// none and it was assumed.
  private func isAsWritten(_ zone: Timestamp.Zone, stated: Int16?) -> Bool {
    switch zone {
    case .stated(let minutes): stated == minutes
    case .assumed, .none: stated == nil
    }
  }

  /// The field's own zone, else the message's, else the link's at that local time. In the hour
  /// that clocks show twice or never there is none.
  private func zone(_ own: Int16?, _ date: CivilDate, _ clock: ClockTime) -> Timestamp.Zone {
    if let stated = own ?? statedZone { return .stated(stated) }
    guard let local = Timestamp(date, clock, precision: .millisecond, zone: .none),
      let minutes = assumedZone.minutes(atLocal: local.milliseconds)
    else { return .none }
    return .assumed(Int16(clamping: minutes))
  }
}

/// Digits taken from the left.
private struct Digits {
  private let bytes: UnsafeRawBufferPointer
  private var at = 0
  /// Something was there that is not of the grammar.
  private(set) var isBad = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  /// `count` digits; nil where there is no digit any more.
  mutating func take(_ count: Int, in range: ClosedRange<Int64> = 0...9_999) -> Int64? {
    guard !isBad, at < bytes.count, ASCII.isDigit(bytes[at]) else { return nil }
    guard at + count <= bytes.count else {
      isBad = true
      return nil
    }
    var value: Int64 = 0
    for byte in bytes[at..<(at + count)] {
      guard ASCII.isDigit(byte) else {
        isBad = true
        return nil
      }
      value = value * 10 + Int64(byte - 0x30)
    }
    at += count
    guard range.contains(value) else {
      isBad = true
      return nil
    }
    return value
  }

  /// `.` and digits, cut to milliseconds.
  mutating func fraction() -> (milliseconds: Int64, digits: Int)? {
    guard at < bytes.count, bytes[at] == UInt8(ascii: ".") else { return nil }
    at += 1
    var value: Int64 = 0
    var count = 0
    while at < bytes.count, ASCII.isDigit(bytes[at]) {
      if count < 3 { value = value * 10 + Int64(bytes[at] - 0x30) }
      count += 1
      at += 1
    }
    for _ in count..<max(3, count) { value *= 10 }
    if count == 0 { isBad = true }
    return (value, count)
  }

  /// `+` or `-`, hours and minutes.
  mutating func zone() -> Int16? {
    guard at < bytes.count else { return nil }
    let sign: Int16
    switch bytes[at] {
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default:
      isBad = true
      return nil
    }
    at += 1
    guard let hours = take(2, in: 0...14), let minutes = take(2, in: 0...59) else {
      isBad = true
      return nil
    }
    return sign * Int16(hours * 60 + minutes)
  }
}
