/// JSON as text: members in the order in which they were written, so that one message has one text.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  static func bytes(of value: JSON) -> [UInt8] {
    var text = JSONText()
    text.append(value)
    return text.bytes
  }

  /// A string with its quotation marks, in ASCII wherever FHIR's `string` would not take it.
  static func literal(_ string: String) -> String {
    var text = JSONText()
    text.quote(string) { FHIRText.isPlain($0) && $0 != "\n" && $0 != "\r" && $0 != "\t" }
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private mutating func append(_ value: JSON) {
    switch value.value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .number(let digits): append(digits)
    // C0, DEL and C1, and the two line separators that break JavaScript and log files.
    case .string(let text): quote(text) { !Self.isControl($0) }
    case .array(let items):
      list("[", "]", items) { $0.append($1) }
    case .object(let members):
      list("{", "}", members.pairs) { text, pair in
        text.quote(pair.name) { !Self.isControl($0) }
        text.append(":")
        text.append(pair.value)
      }
    }
  }

  private mutating func list<T>(
    _ open: StaticString, _ close: StaticString, _ items: [T],
    _ body: (inout JSONText, T) -> Void
  ) {
    append(open.description)
    for (index, item) in items.enumerated() {
      if index > 0 { append(",") }
      body(&self, item)
    }
    append(close.description)
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  private mutating func quote(_ text: String, _ isPlain: (Unicode.Scalar) -> Bool) {
    append("\"")
    defer { append("\"") }
    // Most text is printable ASCII.
    if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c }) {
      return append(text)
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": append("\\\(scalar)")
      case _ where isPlain(scalar):
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      default:
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { escape(unit) }
      }
    }
  }

  private mutating func escape(_ unit: UInt16) {
    append("\\u")
    for shift in [12, 8, 4, 0] as [UInt16] {
      bytes.append(Hexadecimal.digit(UInt8(unit >> shift & 0xf)))
    }
  }
}
