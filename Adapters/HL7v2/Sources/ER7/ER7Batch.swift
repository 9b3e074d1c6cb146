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
  /// with a count of zero, and the same for a file.
  package static func holdsNothing(_ bytes: [UInt8]) -> Bool {
    guard isBatch(bytes) else { return false }
    return bytes.withUnsafeBytes { buffer in
      let envelopes: [StaticString] = ["FHS", "BHS", "BTS", "FTS"]
      var ends = LineEnds(buffer)
      var at = ER7Opening.skipBlanks(buffer, from: 0)
      while at < buffer.count {
        guard envelopes.contains(where: { ER7Opening.starts(buffer, at, with: $0) }) else {
          return false
        }
        at = ER7Opening.skipBlanks(buffer, from: ends.next(from: at))
      }
      return true
    }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
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
