import CBOR

import NormalizedFormatTesting

@testable import NormalizedFormat

/// A message in the diagnostic notation of RFC 8949 §8, each key with its name as a comment.
struct DiagnosticText {
  private var text = ""
  private var depth = 0

  static func of(_ message: Message) throws -> String {
    var text = DiagnosticText()
    text.message(try CBORValue(decoding: message.encoded(), tags: true), message.content)
    return text.text
  }

  private mutating func message(_ value: CBORValue, _ content: Content) {
    let kind = FormatSchema.contents.first { $0.content.number == content.number }
    let fields: [Int64: (name: String, rule: String?)] = [
      0: ("formatVersion", nil), 1: ("provenance", "provenance"), 2: ("patient", "patient"),
      3: ("encounter", "encounter"), 4: ("kind", nil),
      5: ("content", kind?.type.rule.description), 6: ("loss", "loss-ledger"), 7: ("cleared", nil),
    ]
    map(value) { key in fields[key] ?? ("", nil) }
  }

  private mutating func item(_ value: CBORValue, rule: String?) {
    switch value {
    case .map: map(value) { Self.field($0, of: rule) }
    case .array(let items): array(items, rule: rule)
    case .tagged(let number, let content):
      text += "\(number)("
      item(content, rule: nil)
      text += ")"
    case .unsigned(let number): text += String(number)
    case .negative(let argument): text += "-\(argument + 1)"
    case .text(let content): text += "\"\(content)\""
    case .boolean(let value): text += value ? "true" : "false"
    case .byteString(let bytes): text += "h'" + Self.hex(bytes) + "'"
    case .null: text += "null"
    case .double(let value): text += "\(value)"
    }
  }

  private mutating func map(
    _ value: CBORValue, _ field: (Int64) -> (name: String, rule: String?)
  ) {
    guard case .map(let pairs) = value else { return }
    text += "{"
    depth += 1
    for (index, pair) in pairs.enumerated() {
      guard case .unsigned(let key) = pair.key else { continue }
      let known = field(Int64(key))
      newLine()
      text += "\(key): / \(known.name) / "
      item(pair.value, rule: known.rule)
      if index < pairs.count - 1 { text += "," }
    }
    depth -= 1
    newLine()
    text += "}"
  }

  private mutating func array(_ items: [CBORValue], rule: String?) {
    let isShort = items.allSatisfy { item in
      switch item {
      case .map, .array, .tagged: false
      default: true
      }
    }
    text += "["
    for (index, value) in items.enumerated() {
      if index > 0 { text += isShort ? ", " : "," }
      item(value, rule: rule)
    }
    text += "]"
  }

  private mutating func newLine() { text += "\n" + String(repeating: "  ", count: depth) }

  private static func field(_ key: Int64, of rule: String?) -> (name: String, rule: String?) {
    let fields =
      rule == "value" ? FormatSchema.valueFields : FormatSchema.byRule[rule ?? ""]?.fields
    guard let field = fields?.first(where: { $0.key == UInt64(key) }) else { return ("", nil) }
    return (field.name, field.rule)
  }

  static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
