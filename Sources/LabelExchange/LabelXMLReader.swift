import Labels

/// Reads ``LabelXML``, once from first byte to last.
struct LabelXMLReader {
  private let bytes: [UInt8]
  private var position = 0
  private var elements = 0

  /// Refuses what is not UTF-8, or has a character that XML does not.
  init(_ bytes: [UInt8]) throws(LabelExchangeFault) {
    self.bytes = bytes
    guard let text = String(validating: bytes, as: UTF8.self),
      text.unicodeScalars.allSatisfy(Self.isCharacter)
    else { throw LabelExchangeFault(.malformed, at: 0) }
  }

  mutating func document() throws(LabelExchangeFault) -> LabelElement {
    try skipDeclaration()
    skipSpace()
    let root = try element(Scope())
    skipSpace()
    guard position == bytes.count else { throw refusal(of: position) }
    return root
  }

  // MARK: elements

  /// What the prefixes stand for here; "" is the default.
  private struct Scope {
    var namespaces: [String: String] = [:]
    var depth = 0
  }

  private mutating func element(_ outer: Scope) throws(LabelExchangeFault) -> LabelElement {
    let start = position
    elements += 1
    guard outer.depth < LabelXML.depthMax, elements <= LabelXML.elementsMax else {
      throw LabelExchangeFault(.tooLarge, at: start)
    }
    guard take("<") else { throw refusal(of: start) }
    guard !isNext("!"), !isNext("?") else { throw LabelExchangeFault(.forbidden, at: start) }
    let tag = try qualifiedName()
    var scope = outer
    scope.depth += 1
    let attributes = try attributes(&scope)
    guard let namespace = scope.namespaces[tag.prefix] ?? (tag.prefix.isEmpty ? "" : nil) else {
      throw LabelExchangeFault(.malformed, at: start)
    }
    var element = LabelElement(
      tag.local, namespace: namespace, attributes: attributes, at: start)
    if take("/>") { return element }
    try expect(">")
    try readContent(of: &element, scope)
    guard try qualifiedName() == tag else { throw LabelExchangeFault(.malformed, at: position) }
    skipSpace()
    try expect(">")
    return element
  }

  /// Up to and with the `</` of the end tag.
  private mutating func readContent(
    of element: inout LabelElement, _ scope: Scope
  ) throws(LabelExchangeFault) {
    var text: [UInt8] = []
    while !take("</") {
      guard position < bytes.count else { throw malformed }
      if isNext("<") {
        element.children.append(try self.element(scope))
      } else {
        text += try character()
      }
    }
    let isBlank = text.allSatisfy(Self.isSpace)
    guard element.children.isEmpty || isBlank else {
      throw LabelExchangeFault(.notUnderstood, at: element.offset)
    }
    if element.children.isEmpty { element.text = String(decoding: text, as: UTF8.self) }
  }

  /// The attributes without a namespace; declarations of namespaces go into the scope.
  private mutating func attributes(
    _ scope: inout Scope
  ) throws(LabelExchangeFault) -> [String: String] {
    var result: [String: String] = [:]
    var declared: Set<String> = []
    while true {
      let hasSpace = skipSpace()
      if isNext(">") || isNext("/>") { return result }
      let start = position
      guard hasSpace else { throw malformed }
      let name = try qualifiedName()
      skipSpace()
      try expect("=")
      skipSpace()
      let value = try attributeValue()
      let isDeclaration = name.prefix == "xmlns" || (name.prefix.isEmpty && name.local == "xmlns")
      if isDeclaration {
        let prefix = name.prefix.isEmpty ? "" : name.local
        try declare(prefix, value, &scope, at: start)
        guard declared.insert(prefix).inserted else {
          throw LabelExchangeFault(.malformed, at: start)
        }
      } else {
        guard name.prefix.isEmpty else { throw LabelExchangeFault(.notUnderstood, at: start) }
        guard result.updateValue(value, forKey: name.local) == nil else {
          throw LabelExchangeFault(.malformed, at: start)
        }
      }
      guard result.count + declared.count <= LabelXML.attributesMax else {
        throw LabelExchangeFault(.tooLarge, at: start)
      }
    }
  }

  private func declare(
    _ prefix: String, _ namespace: String, _ scope: inout Scope, at start: Int
  ) throws(LabelExchangeFault) {
    guard !["xml", "xmlns"].contains(prefix), prefix.isEmpty || !namespace.isEmpty else {
      throw LabelExchangeFault(.malformed, at: start)
    }
    scope.namespaces[prefix] = namespace
  }

  // MARK: words

  private struct QualifiedName: Equatable {
    let prefix: String
    let local: String
  }

  private mutating func qualifiedName() throws(LabelExchangeFault) -> QualifiedName {
    let first = try name()
    guard take(":") else { return QualifiedName(prefix: "", local: first) }
    return QualifiedName(prefix: first, local: try name())
  }

  private mutating func name() throws(LabelExchangeFault) -> String {
    let start = position
    while position < bytes.count, Self.isName(bytes[position], first: position == start) {
      position += 1
    }
    guard position > start else { throw malformed }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func attributeValue() throws(LabelExchangeFault) -> String {
    guard position < bytes.count, isNext("\"") || isNext("'") else { throw malformed }
    let quote = bytes[position]
    position += 1
    var value: [UInt8] = []
    while position < bytes.count, bytes[position] != quote {
      // A reader may make a blank of it; no name has one.
      guard bytes[position] >= 0x20, !isNext("<") else { throw malformed }
      value += try character()
    }
    try expect(quote == UInt8(ascii: "'") ? "'" : "\"")
    return String(decoding: value, as: UTF8.self)
  }

  /// One byte, or what a reference stands for.
  private mutating func character() throws(LabelExchangeFault) -> [UInt8] {
    let start = position
    guard take("&") else {
      // `]]>` may not stand in text.
      guard !isNext("]]>") else { throw malformed }
      position += 1
      return [bytes[start]]
    }
    guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
      throw LabelExchangeFault(.malformed, at: start)
    }
    let word = String(decoding: bytes[position..<end], as: UTF8.self)
    position = end + 1
    if let named = Self.entities[word] { return [named] }
    guard word.hasPrefix("#") else { throw LabelExchangeFault(.forbidden, at: start) }
    let isHexadecimal = word.hasPrefix("#x")
    let digits = word.dropFirst(isHexadecimal ? 2 : 1)
    guard digits.utf8.allSatisfy({ Self.isDigit($0, hexadecimal: isHexadecimal) }),
      let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
      let scalar = Unicode.Scalar(number), Self.isCharacter(scalar)
    else { throw LabelExchangeFault(.malformed, at: start) }
    return Array(String(Character(scalar)).utf8)
  }

  private static let entities: [String: UInt8] = [
    "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"), "amp": UInt8(ascii: "&"),
    "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"),
  ]

  /// Only these forms: another encoding would be another text.
  private mutating func skipDeclaration() throws(LabelExchangeFault) {
    guard isNext("<?xml") else { return }
    for quote in ["\"", "'"] {
      for encoding in ["", " encoding=\(quote)UTF-8\(quote)", " encoding=\(quote)utf-8\(quote)"] {
        if take("<?xml version=\(quote)1.0\(quote)\(encoding)?>") { return }
      }
    }
    throw LabelExchangeFault(.forbidden, at: 0)
  }

  // MARK: bytes

  private var malformed: LabelExchangeFault { LabelExchangeFault(.malformed, at: position) }

  /// Why what stands here, outside of elements, does not.
  private func refusal(of place: Int) -> LabelExchangeFault {
    LabelExchangeFault(isNext("<!") || isNext("<?") ? .forbidden : .malformed, at: place)
  }

  private func isNext(_ word: String) -> Bool {
    bytes[position...].starts(with: word.utf8)
  }

  private mutating func take(_ word: String) -> Bool {
    guard isNext(word) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func expect(_ word: String) throws(LabelExchangeFault) {
    guard take(word) else { throw malformed }
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    return position > start
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }

  private static func isName(_ byte: UInt8, first: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): !first
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8, hexadecimal: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): hexadecimal
    default: false
    }
  }

  /// `Char` of XML 1.0.
  private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0a, 0x0d, 0x20...0xd7ff, 0xe000...0xfffd, 0x1_0000...0x10_ffff: true
    default: false
    }
  }
}
