import AdapterKit
import NormalizedFormat

/// Writes segments with the delimiters of the message that is answered.
struct ReplyWriter {
  let delimiters: ER7Delimiters
  private(set) var bytes: [UInt8] = []

  init(_ delimiters: ER7Delimiters) {
    self.delimiters = delimiters
    bytes.reserveCapacity(256)
  }

  /// Begins a segment; a header segment declares the delimiters.
  mutating func segment(_ name: StaticString, isHeader: Bool = false) {
    name.withUTF8Buffer { bytes += $0 }
    guard isHeader else { return }
    bytes.append(delimiters.field)
    bytes += [
      delimiters.component, delimiters.repetition, delimiters.escape, delimiters.subcomponent,
      delimiters.truncation,
    ].compactMap { $0 }
  }

  /// Appends a field whose content is already encoded.
  mutating func field(_ raw: [UInt8]) {
    bytes.append(delimiters.field)
    bytes += raw
  }

  /// Ends a segment; empty fields at its end are left out.
  mutating func endSegment() {
    while bytes.last == delimiters.field { bytes.removeLast() }
    bytes.append(ASCII.cr)
  }

  /// `MSH`: addresses swapped, type `ACK`, own id and time, the rest as the sender had it.
  mutating func header(
    to header: HeaderLine?, _ level: Reply.Level, _ context: ReplyContext, index: Int
  ) {
    segment("MSH", isHeader: true)
    for number in [5, 6, 3, 4] { field(header?.raw(number) ?? []) }
    field(Self.time(context.now))
    field([])
    field(type(header, level))
    field(Self.identifier(context, index))
    let processing = header?.raw(11) ?? []
    field(processing.isEmpty ? Array("P".utf8) : processing)
    let version = header?.raw(12) ?? []
    field(version.isEmpty ? Array("2.5".utf8) : version)
    for _ in 13...17 { field([]) }
    field(header?.raw(18) ?? [])
    endSegment()
  }

  /// `ACK^R01^ACK`; the application's answer to an alert is `ORA^R41^ORA_R41` (IHE PCD ACM).
  private func type(_ header: HeaderLine?, _ level: Reply.Level) -> [UInt8] {
    guard let header, let component = delimiters.component else { return Array("ACK".utf8) }
    let trigger = header.raw(9, component: 2)
    guard !trigger.isEmpty else { return Array("ACK".utf8) }
    let parts: [[UInt8]]
    if level == .application, trigger == Array("R40".utf8) {
      parts = [Array("ORA".utf8), Array("R41".utf8), Array("ORA_R41".utf8)]
    } else {
      parts = [Array("ACK".utf8), trigger, Array("ACK".utf8)]
    }
    return Array(parts.joined(separator: [component]))
  }

  /// `ERR` as of v2.5: place, code of table 0357, severity, our own code.
  mutating func error(_ verdict: Verdict, _ code: UInt16) {
    segment("ERR")
    field([])
    let place = verdict.place.split(separator: "-")
    field(place.count == 2 ? components(String(place[0]), "1", String(place[1])) : [])
    let condition = verdict.condition.description.split(separator: "^").map(String.init)
    field(components(condition[0], condition[1], condition[2]))
    field([UInt8(ascii: "E")])
    field(components("VGM-\(code)", "", "99VGM"))
    endSegment()
  }

  private func components(_ parts: String...) -> [UInt8] {
    guard let component = delimiters.component else { return Array((parts.first ?? "").utf8) }
    return Array(parts.map { Array($0.utf8) }.joined(separator: [component]))
  }

  /// The reply's own MSH-10, at most 20 characters for a reply of its own.
  static func identifier(_ context: ReplyContext, _ index: Int) -> [UInt8] {
    let number = "V" + String(context.serial, radix: 16, uppercase: true)
    return Array((index == 0 ? number : "\(number)-\(index + 1)").utf8)
  }

  /// `YYYYMMDDHHMMSS+0000`.
  static func time(_ milliseconds: Int64) -> [UInt8] {
    let seconds = milliseconds / 1_000 - (milliseconds % 1_000 < 0 ? 1 : 0)
    let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
    let date = CivilDate(daysSinceEpoch: days)
    let clock = seconds - days * 86_400
    var text: [UInt8] = []
    for (value, width) in [
      (date.year, 4), (date.month, 2), (date.day, 2), (clock / 3_600, 2), (clock / 60 % 60, 2),
      (clock % 60, 2),
    ] {
      let digits = Array(String(value).utf8)
      text += Array(repeating: 0x30, count: max(0, width - digits.count)) + digits
    }
    return text + Array("+0000".utf8)
  }
}
