/// Writes JSON (RFC 8259), members in the order of the format's keys: the same message, the same
/// text.
package struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var isFirst = true
  private var depth = 0
  private let isIndented: Bool

  init(indented: Bool) { isIndented = indented }

  /// An object; the body writes its members.
  mutating func object(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  /// An array; the body writes one element.
  mutating func array<T>(_ values: [T], _ body: (inout JSONWriter, T) -> Void) {
    open(UInt8(ascii: "["))
    for value in values {
      separate()
      body(&self, value)
    }
    close(UInt8(ascii: "]"))
  }

  /// A number, true, false or null, as written.
  mutating func literal(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// A string, with what JSON or a terminal would take for control characters escaped.
  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { append(scalar) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// A string of base64 (RFC 4648 §4).
  mutating func base64(_ data: [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    Base64.append(data, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"", "\\":
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    case "\n": literal("\\n")
    case "\r": literal("\\r")
    case "\t": literal("\\t")
    // C0, DEL and C1, and the two line separators that break JavaScript and log files.
    case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      literal("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  private mutating func open(_ bracket: UInt8) {
    bytes.append(bracket)
    isFirst = true
    depth += 1
  }

  private mutating func close(_ bracket: UInt8) {
    depth -= 1
    if !isFirst { breakLine() }
    bytes.append(bracket)
    isFirst = false
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    breakLine()
  }

  private mutating func breakLine() {
    guard isIndented else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private mutating func member(_ name: StaticString) {
    separate()
    string(name.description)
    literal(isIndented ? ": " : ":")
  }
}

extension JSONWriter: FieldVisitor {
  /// A member, or nothing.
  package mutating func optional<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T?) {
    if let value { required(key, name, value) }
  }

  /// A member that is an array, or nothing.
  package mutating func list<T: Wire>(_ key: UInt64, _ name: StaticString, _ values: [T]) {
    guard !values.isEmpty else { return }
    member(name)
    array(values) { $1.render(to: &$0) }
  }

  /// A member.
  package mutating func required<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T) {
    member(name)
    value.render(to: &self)
  }

  /// A member that is true, or nothing.
  package mutating func flag(_ key: UInt64, _ name: StaticString, _ value: Bool) {
    if value { required(key, name, value) }
  }

  /// A member in base64.
  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    member(name)
    base64(value)
  }

  /// A member in base64, or nothing.
  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]?) {
    if let value { bytes(key, name, value) }
  }

  /// A member in hexadecimal, as people compare digests.
  package mutating func digest(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    member(name)
    string(value.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
  }
}
