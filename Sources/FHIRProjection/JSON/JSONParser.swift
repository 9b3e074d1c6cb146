/// The names of an object: few are compared, many are hashed.
private struct Names {
  private var few: [String] = []
  private var many: Set<String> = []

  /// Whether the name is new.
  mutating func insert(_ name: String) -> Bool {
    guard few.count == 12 else {
      guard !few.contains(name) else { return false }
      few.append(name)
      return true
    }
    return !few.contains(name) && many.insert(name).inserted
  }
}

/// Reads JSON (RFC 8259) strictly: UTF-8, one value, no name twice, bounded in depth and number.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var values = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one value that the bytes are.
  static func parse(_ bytes: [UInt8]) throws(FHIRError) -> JSON {
    guard bytes.count <= FHIRLimit.bundleBytesMax else {
      throw FHIRError(.tooLarge, at: FHIRLimit.bundleBytesMax)
    }
    var parser = JSONParser(bytes)
    parser.skipSpace()
    let value = try parser.value()
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.malformed }
    return value
  }

  private var malformed: FHIRError { FHIRError(.malformed, at: position) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(FHIRError) -> JSON {
    let start = position
    values += 1
    guard values <= FHIRLimit.valuesMax else { throw FHIRError(.tooLarge, at: start) }
    switch next {
    case UInt8(ascii: "{"): return JSON(.object(try object()), at: start)
    case UInt8(ascii: "["): return JSON(.array(try array()), at: start)
    case UInt8(ascii: "\""): return JSON(.string(try string()), at: start)
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return JSON(.number(try number()), at: start)
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSON.Value
  ) throws(FHIRError) -> JSON {
    let start = position
    let length = word.utf8CodeUnitCount
    guard bytes.count - position >= length,
      bytes[position..<position + length].elementsEqual(word.description.utf8)
    else { throw malformed }
    position += length
    return JSON(value, at: start)
  }

  private mutating func enter() throws(FHIRError) {
    position += 1
    depth += 1
    guard depth <= FHIRLimit.depthMax else { throw FHIRError(.depth, at: position - 1) }
    skipSpace()
  }

  private mutating func array() throws(FHIRError) -> [JSON] {
    try enter()
    defer { depth -= 1 }
    var items: [JSON] = []
    if take(UInt8(ascii: "]")) { return items }
    while true {
      items.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return items }
      guard take(UInt8(ascii: ",")) else { throw malformed }
      skipSpace()
    }
  }

  private mutating func object() throws(FHIRError) -> JSONObject {
    try enter()
    defer { depth -= 1 }
    var object = JSONObject()
    var names = Names()
    if take(UInt8(ascii: "}")) { return object }
    while true {
      let start = position
      let name = try string()
      guard names.insert(name) else { throw FHIRError(.duplicateName, at: start) }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw malformed }
      skipSpace()
      object.append(name, try value())
      skipSpace()
      if take(UInt8(ascii: "}")) { return object }
      guard take(UInt8(ascii: ",")) else { throw malformed }
      skipSpace()
    }
  }

  // MARK: Numbers

  private mutating func number() throws(FHIRError) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(FHIRError) {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else { throw malformed }
  }

  // MARK: Strings

  private mutating func string() throws(FHIRError) -> String {
    guard take(UInt8(ascii: "\"")) else { throw malformed }
    var text = ""
    while true {
      let start = position
      while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
        position += 1
      }
      guard let piece = String(validating: bytes[start..<position], as: UTF8.self) else {
        throw FHIRError(.malformed, at: start)
      }
      text += piece
      if take(UInt8(ascii: "\"")) { return text }
      guard take(UInt8(ascii: "\\")) else { throw malformed }
      text.unicodeScalars.append(try escape())
    }
  }

  private mutating func escape() throws(FHIRError) -> Unicode.Scalar {
    guard let byte = next else { throw malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default:
      position -= 1
      throw malformed
    }
  }

  /// `XXXX`, or a pair of surrogates; a lone surrogate is no character.
  private mutating func codePoint() throws(FHIRError) -> Unicode.Scalar {
    let start = position
    let unit = try fourDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw FHIRError(.malformed, at: start)
    }
    let low = try fourDigits()
    guard (0xdc00...0xdfff).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
    else { throw FHIRError(.malformed, at: start) }
    return scalar
  }

  private mutating func fourDigits() throws(FHIRError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Hexadecimal.value(of: byte) else { throw malformed }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
