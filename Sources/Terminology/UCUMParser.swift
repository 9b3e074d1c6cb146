/// `unit = ["/"] component {("." | "/") component}`, where a component is an annotation, a group in
/// parentheses, or a simple unit with exponent and annotation (UCUM §§2–5).
struct UCUMParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var isDivisor = false

  /// The atoms read so far with their prefixes, but without numbers, exponents and annotations.
  private(set) var atoms: [String] = []
  /// Whether something is divided by a power below zero: `g/L-1` is g.L, and few mean that.
  private(set) var dividesByInverse = false

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Whether the whole text is a unit.
  mutating func unit() -> Bool { term() && position == bytes.count }

  private mutating func term() -> Bool {
    isDivisor = take("/")
    while component() {
      isDivisor = take("/")
      guard isDivisor || take(".") else { return true }
    }
    return false
  }

  private mutating func component() -> Bool {
    guard take("(") else { return annotated() }
    depth += 1
    guard depth <= 4, term() else { return false }
    depth -= 1
    return take(")")
  }

  private mutating func annotated() -> Bool {
    let start = position
    while let byte = peek, Self.isSymbol(byte) { skipSymbol() }
    let symbol = bytes[start..<position]
    guard !symbol.isEmpty else { return annotation() }
    guard isKnown(symbol) else { return false }
    guard peek == UInt8(ascii: "{") else { return true }
    return annotation()
  }

  /// What stands in brackets belongs to the symbol, whatever it is.
  private mutating func skipSymbol() {
    guard bytes[position] == UInt8(ascii: "[") else {
      position += 1
      return
    }
    while let byte = peek, byte != UInt8(ascii: "]") { position += 1 }
    if peek != nil { position += 1 }
  }

  private mutating func annotation() -> Bool {
    guard take("{") else { return false }
    while let byte = peek, (33...126).contains(byte), byte != UInt8(ascii: "{") {
      position += 1
      if byte == UInt8(ascii: "}") { return true }
    }
    return false
  }

  /// A number, or an atom with an exponent: `m2`, `10*9`, `s-1`.
  private mutating func isKnown(_ symbol: ArraySlice<UInt8>) -> Bool {
    if symbol.allSatisfy(Self.isDigit) || isAtom(symbol) { return true }
    let digits = symbol.reversed().prefix(while: Self.isDigit).count
    var atom = symbol.dropLast(digits)
    guard digits > 0, digits <= 3 else { return false }
    if let sign = atom.last, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      if isDivisor, sign == UInt8(ascii: "-") { dividesByInverse = true }
      atom.removeLast()
    }
    return isAtom(atom)
  }

  private mutating func isAtom(_ symbol: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: symbol, as: UTF8.self)
    guard UCUM.isSimpleUnit(text) else { return false }
    atoms.append(text)
    return true
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isSymbol(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "]"):
      false
    default: (33...126).contains(byte)
    }
  }
}
