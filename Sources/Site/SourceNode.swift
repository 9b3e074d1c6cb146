/// A document as people write it: maps in a meaningful order, lists, and leaves.
///
/// One tree gives both the YAML that is edited and the JSON that tools read.
package indirect enum SourceNode: Hashable, Sendable {
  case text(String)
  case number(Int64)
  case flag(Bool)
  case list([SourceNode])
  case map([Entry])

  /// A key and its value.
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let value: SourceNode

    package init(_ key: String, _ value: SourceNode) {
      self.key = key
      self.value = value
    }
  }

  /// A map; entries with a nil value are left out.
  package static func map(_ entries: [(String, SourceNode?)]) -> SourceNode {
    .map(entries.compactMap { key, value in value.map { Entry(key, $0) } })
  }

  /// A list, or nothing if it is empty.
  package static func unlessEmpty(_ items: [SourceNode]) -> SourceNode? {
    items.isEmpty ? nil : .list(items)
  }
}

extension SourceNode {
  /// The tree as YAML in block style; texts that could be read as anything else are quoted.
  package var yaml: String {
    var text = ""
    writeYAML(to: &text, indent: 0)
    return text
  }

  private func writeYAML(to out: inout String, indent: Int) {
    let space = String(repeating: "  ", count: indent)
    switch self {
    case .text, .number, .flag: out += "\(space)\(leaf)\n"
    case .list(let items):
      for item in items {
        if item.isNested {
          // The first key of a map in a list stands on the line of its dash.
          var text = ""
          item.writeYAML(to: &text, indent: indent + 1)
          out += space + "- " + text.dropFirst(space.utf8.count + 2)
        } else {
          out += "\(space)- \(item.leaf)\n"
        }
      }
    case .map(let entries):
      for entry in entries {
        out += "\(space)\(entry.key):"
        if entry.value.isNested {
          out += "\n"
          entry.value.writeYAML(to: &out, indent: indent + 1)
        } else {
          out += " \(entry.value.leaf)\n"
        }
      }
    }
  }

  private var isNested: Bool {
    switch self {
    case .text, .number, .flag: false
    case .list(let items): !items.isEmpty
    case .map(let entries): !entries.isEmpty
    }
  }

  private var leaf: String {
    switch self {
    case .text(let text): Self.isPlain(text) ? text : JSONString.quote(text)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .list: "[]"
    case .map: "{}"
    }
  }

  /// Begins with a letter and holds no mark that YAML gives a meaning; times begin with a digit.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || UTCTime.seconds(text) != nil,
      !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
    else { return isDuration(text) }
    return text.utf8.last != UInt8(ascii: ":")
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "-./_:=,+".utf8.contains($0) }
  }

  private static func isDuration(_ text: String) -> Bool { DurationText.seconds(text) != nil }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension SourceNode {
  /// The tree as JSON on one line.
  package var json: String {
    switch self {
    case .text(let text): JSONString.quote(text)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
    case .map(let entries):
      "{" + entries.map { "\(JSONString.quote($0.key)):\($0.value.json)" }.joined(separator: ",")
        + "}"
    }
  }

  /// The tree as JSON for people: an entry of the outermost map a line.
  package var prettyJSON: String {
    guard case .map(let entries) = self else { return json + "\n" }
    let lines = entries.map { "  \(JSONString.quote($0.key)): \($0.value.json)" }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }
}

/// Quoting that JSON (RFC 8259 §7) and YAML's double-quoted style (YAML 1.2 §7.3.1) both read.
enum JSONString {
  static func quote(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _
      where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
        || scalar.value == 0xfeff || (0x2028...0x2029).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
