import Glibc

/// Cuts a frame or a file into messages (HL7 v2.9 §2.10.3): `[FHS] { [BHS] { MSH … } [BTS] }
/// [FTS]`, and the common illegal form of several `MSH` with nothing around them.
///
/// The parts are adjoining slices of the bytes, so nothing is lost: batch headers go with the
/// message after them, trailers with the one before.
package enum ER7Batch {
  /// Most messages of one frame: five bytes that begin one cost a record and an answer each.
  package static let messagesMax = 10_000

  /// The parts; one, of all bytes, where there is nothing to cut, or more than ``messagesMax``.
  package static func split(_ bytes: [UInt8]) -> [Range<Int>] {
    bytes.withUnsafeBytes { buffer in
      let begin = ER7Opening.skipBlanks(buffer, from: 0)
      var ends = LineEnds(buffer)
      var cuts: [Int] = []
      var isAfterMessage = false
      var at = begin
      while at + 3 < buffer.count {
        let isMessage = ER7Opening.starts(buffer, at, with: "MSH")
        let isHeader =
          ER7Opening.starts(buffer, at, with: "FHS") || ER7Opening.starts(buffer, at, with: "BHS")
        if (isMessage || isHeader) && isSeparator(buffer[at + 3]) {
          if isAfterMessage { cuts.append(at) }
          guard cuts.count < messagesMax else { return [0..<buffer.count] }
          isAfterMessage = isMessage
        }
        at = ER7Opening.skipBlanks(buffer, from: ends.next(from: at))
      }
      return ranges(cuts, count: buffer.count)
    }
  }

  /// Whether the frame is a batch, which is answered as a whole.
  package static func isBatch(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      let begin = ER7Opening.skipBlanks(buffer, from: 0)
      return ER7Opening.starts(buffer, begin, with: "FHS")
        || ER7Opening.starts(buffer, begin, with: "BHS")
    }
  }

  /// Whether the bytes are the envelope of a batch with nothing in it, which is legal: `BHS`, `BTS`
  /// with no count or one of zero, and the same for a file, whose count is that of its batches. An
  /// envelope that says that there is more holds what was lost.
  package static func holdsNothing(_ bytes: [UInt8]) -> Bool {
    guard isBatch(bytes) else { return false }
    return bytes.withUnsafeBytes { buffer in
      var envelope = EmptyEnvelope()
      var ends = LineEnds(buffer)
      var at = ER7Opening.skipBlanks(buffer, from: 0)
      while at < buffer.count {
        let end = ends.next(from: at)
        guard envelope.take(UnsafeRawBufferPointer(rebasing: buffer[at..<end])) else {
          return false
        }
        at = ER7Opening.skipBlanks(buffer, from: end)
      }
      return true
    }
  }

  fileprivate static func isSeparator(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !ASCII.isLetterOrDigit(byte)
  }

  private static func ranges(_ cuts: [Int], count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for cut in cuts {
      ranges.append(start..<cut)
      start = cut
    }
    ranges.append(start..<count)
    return ranges
  }
}

/// The envelope of a batch or a file as long as nothing is in it, line by line.
private struct EmptyEnvelope {
  private var separator: UInt8?
  private var batches = 0

  /// Whether a line is one of the envelope's, and says that nothing is in it.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    let isBatch = ER7Opening.starts(line, 0, with: "BHS")
    if isBatch || ER7Opening.starts(line, 0, with: "FHS") {
      separator = line.count > 3 ? line[3] : nil
      if isBatch { batches += 1 }
      return separator.map(ER7Batch.isSeparator) ?? true
    }
    if ER7Opening.starts(line, 0, with: "BTS") { return counts(line, [0]) }
    return ER7Opening.starts(line, 0, with: "FTS") && counts(line, [0, batches])
  }

  /// Whether the first field of a trailer is one of these numbers, or empty.
  private func counts(_ line: UnsafeRawBufferPointer, _ numbers: [Int]) -> Bool {
    guard line.count > 3 else { return true }
    guard line[3] == separator else { return false }
    let field = line[4...].prefix { $0 != separator }.filter { $0 != ASCII.space }
    return field.isEmpty
      || Int(String(decoding: field, as: UTF8.self)).map(numbers.contains) ?? false
  }
}

/// Finds line ends by `memchr`, each byte looked at once for `CR` and once for `LF`.
private struct LineEnds {
  private let bytes: UnsafeRawBufferPointer
  private var cr = -1
  private var lf = -1

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The first `CR` or `LF` at or after `from`, or the end.
  mutating func next(from: Int) -> Int {
    if cr < from { cr = find(ASCII.cr, from) }
    if lf < from { lf = find(ASCII.lf, from) }
    return min(cr, lf)
  }

  private func find(_ byte: UInt8, _ from: Int) -> Int {
    guard let base = bytes.baseAddress, from < bytes.count,
      let hit = memchr(base + from, Int32(byte), bytes.count - from)
    else { return bytes.count }
    return UnsafeRawPointer(hit) - base
  }
}
