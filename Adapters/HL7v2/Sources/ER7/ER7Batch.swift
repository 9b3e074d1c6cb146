/// Cuts a frame or a file into messages (HL7 v2.9 §2.10.3): `[FHS] { [BHS] { MSH … } [BTS] }
/// [FTS]`, and the common illegal form of several `MSH` with nothing around them.
///
/// The parts are adjoining slices of the bytes, so nothing is lost: batch headers go with the
/// message after them, trailers with the one before.
package enum ER7Batch {
  /// The parts; one, of all bytes, where there is nothing to cut.
  package static func split(_ bytes: [UInt8]) -> [Range<Int>] {
    bytes.withUnsafeBytes { buffer in
      let begin = ER7Opening.skipBlanks(buffer, from: 0)
      var cuts: [Int] = []
      var isAfterMessage = false
      var at = begin
      while at + 3 < buffer.count {
        let isMessage = ER7Opening.starts(buffer, at, with: "MSH")
        let isHeader =
          ER7Opening.starts(buffer, at, with: "FHS") || ER7Opening.starts(buffer, at, with: "BHS")
        if (isMessage || isHeader) && isSeparator(buffer[at + 3]) {
          if isAfterMessage { cuts.append(at) }
          isAfterMessage = isMessage
        }
        at = nextLine(buffer, from: at)
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

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !ASCII.isLetterOrDigit(byte)
  }

  private static func nextLine(_ bytes: UnsafeRawBufferPointer, from: Int) -> Int {
    var at = from
    while at < bytes.count, bytes[at] != ASCII.cr, bytes[at] != ASCII.lf { at += 1 }
    return ER7Opening.skipBlanks(bytes, from: at)
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
