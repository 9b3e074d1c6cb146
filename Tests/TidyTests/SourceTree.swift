import Foundation

/// The checkout's own text files, read once.
enum SourceTree {
  /// The package root, found from this file's place in it.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift and Python source file of the project, by path relative to the root.
  static let files: [SourceFile] = ["Sources", "Routing", "Adapters", "Tests", "Clients"]
    .flatMap { walk($0) }
    .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".py") }
    .sorted()
    .compactMap { path in
      guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
      else { return nil }
      return SourceFile(path: path, lines: text.components(separatedBy: "\n"))
    }

  /// Every file below `folder`, hidden ones and build products left out.
  static func walk(_ folder: String) -> [String] {
    let base = root.appending(path: folder)
    guard let names = FileManager.default.enumerator(atPath: base.path) else { return [] }
    return names.compactMap { $0 as? String }
      .filter { name in !name.split(separator: "/").contains { $0.hasPrefix(".") } }
      .map { "\(folder)/\($0)" }
  }
}

/// One source file and its lines.
struct SourceFile: Sendable {
  let path: String
  let lines: [String]

  var isTest: Bool { path.hasPrefix("Tests/") }
  var isSwift: Bool { path.hasSuffix(".swift") }

  /// The first folder that names a module: `Sources/Cell/…` is `Cell`.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[1]) : ""
  }

  /// Lines that are neither comment nor string text as far as a line-wise look can tell.
  var code: [(number: Int, text: String)] {
    lines.enumerated().compactMap { index, line in
      let text = line.drop { $0 == " " }
      return text.hasPrefix("//") || text.hasPrefix("#") ? nil : (index + 1, String(line))
    }
  }

  /// Each function's name line and length, measured by indentation, which the formatter guarantees.
  var functions: [(line: Int, length: Int)] {
    var found: [(Int, Int)] = []
    for (index, line) in lines.enumerated() where Self.startsFunction(line) {
      let indent = line.prefix { $0 == " " }
      let close = indent + "}"
      if let end = lines[(index + 1)...].firstIndex(where: { $0 == close || $0 == close + ")" }) {
        found.append((index + 1, end - index + 1))
      }
    }
    return found
  }

  private static func startsFunction(_ line: String) -> Bool {
    let words = line.split(separator: " ").map(String.init)
    guard let last = words.last, last == "{" || last == "(" || last.hasSuffix("(") else {
      return false
    }
    return words.contains("func") || words.contains { $0.hasPrefix("init(") }
  }
}
