import Foundation

/// The state table of `Sources/Cell/README.md` §7, read from the page itself, so that page and code
/// can't differ.
enum StateTable {
  struct Row: Sendable, CustomStringConvertible {
    let received: String
    /// What a stranger gets, and what an open session gets.
    let stranger: String
    let open: String
    var description: String { received }
  }

  static let rows: [Row] = {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Cell/README.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    guard let start = text.range(of: "| received | stranger | open |"),
      let end = text.range(of: "\n\n", range: start.upperBound..<text.endIndex)
    else { return [] }
    return text[start.upperBound..<end.lowerBound].split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, !cells[0].hasPrefix("---") else { return nil }
      return Row(received: cells[0], stranger: cells[1], open: cells[2])
    }
  }()
}
