import AdapterKit

/// Builds the index of one message in one pass.
struct ER7Indexer {
  private let bytes: UnsafeRawBufferPointer
  private let begin: Int
  /// The byte that ends the header, `CR` or `LF`; the other one ends a segment only where it
  /// clearly does.
  private let lineEnd: UInt8
  let delimiters: ER7Delimiters
  private(set) var isASCII = true
  private(set) var header = 0
  private(set) var hasEscapes = false
  private(set) var segments: [ER7Message.SegmentEntry] = []
  private(set) var fields: [UInt32] = []
  private(set) var occurrences: [ER7Message.OccurrenceEntry] = []
  private(set) var marks: [UInt32] = []

  private var name = SegmentName.none
  private var lineStart = 0
  private var lineFirstField = 0
  private var occurrenceStart = 0
  private var occurrenceFirstMark = 0
  /// A field has more repetitions than the bound.
  private var isOverRepeated = false
  /// Delimiters before this offset are content (MSH-2, or a line that is no segment).
  private var quietUntil = 0

  /// Finds the header and its delimiters.
  init(_ bytes: UnsafeRawBufferPointer) throws(AdapterError) {
    self.bytes = bytes
    begin = ER7Opening.skipBlanks(bytes, from: 0)
    guard begin < bytes.count else { throw AdapterError(.empty) }
    guard let headerStart = try ER7Opening.header(bytes, from: begin) else {
      throw AdapterError(.headerMissing, place: "MSH", offset: begin)
    }
    delimiters = try ER7Delimiters(bytes, at: headerStart)
    let ending = bytes[headerStart...].first { $0 == ASCII.cr || $0 == ASCII.lf }
    lineEnd = ending ?? ASCII.cr
    occurrences.reserveCapacity(bytes.count / 8 + 8)
    fields.reserveCapacity(bytes.count / 8 + 8)
    marks.reserveCapacity(bytes.count / 12 + 8)
  }

  /// The pass.
  mutating func run() throws(AdapterError) {
    let scan = DelimiterScan(delimiters)
    beginLine(at: begin)
    let all = bytes
    let hasHighBytes = scan.forEach(in: all, range: begin..<all.count) { at in
      hit(at)
      return occurrences.count < ER7Message.Limit.occurrences
        && marks.count < ER7Message.Limit.marks && segments.count < ER7Message.Limit.segments
        && !isOverRepeated
    }
    isASCII = !hasHighBytes
    if let escape = delimiters.escape { hasEscapes = ER7Opening.occurs(escape, twiceIn: all) }
    guard occurrences.count < ER7Message.Limit.occurrences,
      marks.count < ER7Message.Limit.marks, segments.count < ER7Message.Limit.segments,
      !isOverRepeated
    else { throw AdapterError(.limit) }
    finishLine(at: all.count)
    fields.append(UInt32(occurrences.count))
    guard let first = segments.firstIndex(where: { $0.name == "MSH" }) else {
      throw AdapterError(.headerMissing, place: "MSH", offset: begin)
    }
    header = first
  }

  @inline(__always)
  private mutating func hit(_ at: Int) {
    let byte = bytes[at]
    if byte == ASCII.cr || byte == ASCII.lf {
      guard endsLine(at) else { return }
      finishLine(at: at)
      beginLine(at: at + 1)
      return
    }
    guard at >= quietUntil else { return }
    if byte == delimiters.field {
      finishOccurrence(at: at)
      fields.append(UInt32(occurrences.count))
      beginOccurrence(at: at + 1)
    } else if byte == delimiters.repetition {
      finishOccurrence(at: at)
      beginOccurrence(at: at + 1)
      let first = fields.last.map(Int.init) ?? 0
      isOverRepeated = occurrences.count - first >= ER7Message.Limit.repetitions
    } else {
      marks.append(UInt32(at) << 1 | (byte == delimiters.subcomponent ? 1 : 0))
    }
  }

  /// Whether the `CR` or `LF` here ends a segment. One that is not the message's own line end does
  /// only beside one that is, or before the begin of a segment: otherwise it is text that someone
  /// typed.
  private func endsLine(_ at: Int) -> Bool {
    if bytes[at] == lineEnd { return true }
    if at == lineStart || at + 1 == bytes.count { return true }
    let next = bytes[(at + 1)...].prefix(4).prefix { $0 == ASCII.cr || $0 == ASCII.lf }
    if next.contains(lineEnd) { return true }
    return SegmentName(bytes, at: at + 1, separator: delimiters.field) != .none
  }

  private mutating func beginLine(at offset: Int) {
    var start = offset
    while start < bytes.count, bytes[start] == ASCII.space || bytes[start] == 0x09 { start += 1 }
    lineStart = start
    lineFirstField = fields.count
    name = SegmentName(bytes, at: start, separator: delimiters.field)
    // Three letters before a `CR` that is text are no name.
    let next = start + 3
    if name != .none, next < bytes.count, bytes[next] != delimiters.field, !endsLine(next) {
      name = .none
    }
    occurrenceStart = start
    occurrenceFirstMark = marks.count
    guard name != .none else {
      quietUntil = Int.max
      return
    }
    quietUntil = start + 4
    guard start + 3 < bytes.count, bytes[start + 3] == delimiters.field else { return }
    if name == "MSH" || name == "FHS" || name == "BHS" { beginHeader(at: start) }
    fields.append(UInt32(occurrences.count))
    beginOccurrence(at: start + 4)
  }

  /// Field 1 of a header is the separator itself, and field 2 is not delimited by what it declares.
  private mutating func beginHeader(at start: Int) {
    fields.append(UInt32(occurrences.count))
    beginOccurrence(at: start + 3)
    finishOccurrence(at: start + 4)
    let second = bytes[(start + 4)...].firstIndex { byte in
      byte == delimiters.field || byte == ASCII.cr || byte == ASCII.lf
    }
    quietUntil = second ?? bytes.count
  }

  private mutating func finishLine(at end: Int) {
    guard end > lineStart else { return }
    let hasFields = name != .none && end > lineStart + 3
    if name == .none { fields.append(UInt32(occurrences.count)) }
    if hasFields || name == .none { finishOccurrence(at: end) }
    segments.append(
      .init(
        name: name, start: UInt32(lineStart), end: UInt32(end),
        firstField: UInt32(lineFirstField), fieldCount: UInt32(fields.count - lineFirstField)))
  }

  private mutating func beginOccurrence(at start: Int) {
    occurrenceStart = start
    occurrenceFirstMark = marks.count
  }

  private mutating func finishOccurrence(at end: Int) {
    occurrences.append(
      .init(
        start: UInt32(occurrenceStart), end: UInt32(end), firstMark: UInt32(occurrenceFirstMark),
        markCount: UInt32(marks.count - occurrenceFirstMark)))
  }
}
