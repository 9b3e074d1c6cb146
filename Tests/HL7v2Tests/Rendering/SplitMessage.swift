import HL7v2

/// A message taken apart by splitting, with the adapter's own text of each leaf: characters and
/// escapes decoded.
struct SplitMessage {
  /// One repetition of one field: components of subcomponents, empty ones at the end left out.
  struct Occurrence {
    let segment: String
    /// Which of its name the segment is.
    let ordinal: Int
    let field: Int
    let repetition: Int
    let leaves: [[String]]

    var name: String { "\(segment)-\(field)" }

    /// All that it says as one text, with delimiters between what it is divided into.
    var text: String {
      leaves.map { $0.joined(separator: "&") }.joined(separator: "^")
    }
  }

  private(set) var occurrences: [Occurrence] = []

  init?(_ bytes: [UInt8]) {
    guard let index = try? ER7Message(bytes),
      let charset = try? ER7Charset(
        declared: index.declaredCharset, bytes: bytes, isASCII: index.isASCII)
    else { return nil }
    let delimiters = index.delimiters
    var escapes = ER7Escapes(delimiters, charset)
    var ordinals: [String: Int] = [:]
    // The other line end is text that somebody typed.
    let end = bytes.first { $0 == 13 || $0 == 10 } ?? 13
    for line in bytes.split(separator: end) {
      var start = line.drop { [10, 13, 32, 9, 0xEF, 0xBB, 0xBF].contains($0) }
      while let last = start.last, last == 10 || last == 13 { start.removeLast() }
      let name = String(decoding: start.prefix(3), as: UTF8.self)
      ordinals[name, default: 0] += 1
      let parts = start.split(separator: delimiters.field, omittingEmptySubsequences: false)
      let isHeader = ["MSH", "FHS", "BHS"].contains(name)
      for (at, part) in parts.enumerated().dropFirst(isHeader ? 2 : 1) {
        let repetitions = part.split(
          separator: delimiters.repetition ?? delimiters.field, omittingEmptySubsequences: false)
        for (number, repetition) in repetitions.enumerated() {
          let leaves = Self.leaves(repetition, delimiters) { leaf in
            leaf.withUnsafeBytes { charset.text(escapes.decode($0)) }
          }
          guard !leaves.isEmpty else { continue }
          occurrences.append(
            Occurrence(
              segment: name, ordinal: ordinals[name, default: 1], field: at + (isHeader ? 1 : 0),
              repetition: number + 1, leaves: leaves))
        }
      }
    }
  }

  private static func leaves(
    _ repetition: ArraySlice<UInt8>, _ delimiters: ER7Delimiters,
    _ text: ([UInt8]) -> String
  ) -> [[String]] {
    let none = delimiters.field
    var components = repetition.split(
      separator: delimiters.component ?? none, omittingEmptySubsequences: false
    ).map { component in
      var parts = component.split(
        separator: delimiters.subcomponent ?? none, omittingEmptySubsequences: false
      ).map { text(Array($0)) }
      while parts.last?.isEmpty == true { parts.removeLast() }
      return parts
    }
    while components.last?.isEmpty == true { components.removeLast() }
    return components
  }
}
