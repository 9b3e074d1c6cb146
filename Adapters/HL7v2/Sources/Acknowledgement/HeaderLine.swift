import AdapterKit

/// The header segment of a message, as raw fields: all that an acknowledgement needs, readable even
/// where the rest of the message is not.
struct HeaderLine {
  /// Delimiters as declared; the recommended ones where they can't be used.
  let delimiters: ER7Delimiters
  /// Raw bytes of the fields up to MSH-18; index 0 is field 1. A field never holds `CR`, `LF` or a
  /// frame byte, but any other that its sender put there: MSH-10 goes back verbatim.
  let fields: [[UInt8]]
  /// Whether the segment after the header says that the message is itself an answer.
  let isAnswer: Bool

  /// Finds `MSH` (or, for a batch, `BHS`) at the begin; nil when there is none.
  init?(_ bytes: [UInt8], name: StaticString = "MSH") {
    let lines = Self.lines(bytes)
    guard let line = lines.first(where: { Self.starts($0, with: name) }) else { return nil }
    let declared = try? bytes.withUnsafeBytes { buffer in
      try ER7Delimiters(buffer, at: line.startIndex)
    }
    delimiters = declared ?? .recommended
    let next = lines.first { candidate in
      candidate.startIndex > line.startIndex && !Self.starts(candidate, with: "SFT")
        && !Self.starts(candidate, with: "UAC")
    }
    isAnswer = next.map { Self.starts($0, with: "MSA") } ?? false
    guard declared != nil else {
      fields = []
      return
    }
    let separator = delimiters.field
    let parts = line.dropFirst(4).split(
      separator: separator, maxSplits: Self.fieldsMax - 1, omittingEmptySubsequences: false)
    fields =
      [[separator]]
      + parts.prefix(Self.fieldsMax - 1).map { part in part.filter { !Self.ofFrame.contains($0) } }
  }

  /// No acknowledgement needs a field behind MSH-18, and a header may have millions.
  private static let fieldsMax = 18

  private static let ofFrame = [
    MLLPFraming.start, MLLPFraming.end, MLLPFraming.terminator, ASCII.lf,
  ]

  /// A field's raw bytes, empty where it is absent or `""`.
  func raw(_ number: Int) -> [UInt8] {
    guard number <= fields.count, number > 0 else { return [] }
    let field = fields[number - 1]
    return field == [ASCII.quote, ASCII.quote] ? [] : field
  }

  /// A component of a field, raw.
  func raw(_ number: Int, component: Int) -> [UInt8] {
    guard let delimiter = delimiters.component else { return component == 1 ? raw(number) : [] }
    let parts = raw(number).split(
      separator: delimiter, maxSplits: component, omittingEmptySubsequences: false)
    return component <= parts.count ? Array(parts[component - 1]) : []
  }

  /// Up to the first few lines: what stands before the header, the header, and what follows it.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var at = bytes.withUnsafeBytes { ER7Opening.skipBlanks($0, from: 0) }
    while at < bytes.count, lines.count < 8 {
      let end = bytes[at...].firstIndex { $0 == ASCII.cr || $0 == ASCII.lf } ?? bytes.count
      lines.append(bytes[at..<end])
      at = bytes.withUnsafeBytes { ER7Opening.skipBlanks($0, from: end) }
    }
    return lines
  }

  private static func starts(_ line: ArraySlice<UInt8>, with name: StaticString) -> Bool {
    line.count >= 3 && name.withUTF8Buffer { line.prefix(3).elementsEqual($0) }
  }
}
