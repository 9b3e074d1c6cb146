/// `unit = ["/"] component {("." | "/") component}`, where a component is an annotation, a group in
/// parentheses, or a simple unit with exponent and annotation (UCUM §§2–5).
struct UCUMParser {
  /// One thing that is multiplied, with its power: below zero behind a slash.
  struct Factor {
    enum Kind { case atom, number, annotation }

    let kind: Kind
    /// An atom with its prefix, digits, or an annotation with its braces.
    let symbol: String
    let exponent: Int
  }

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var isDivisor = false
  private var groupSign = 1

  /// What was read so far, in order.
  private(set) var factors: [Factor] = []
  /// Whether something is divided by a power below zero: `g/L-1` is g.L, and few mean that.
  private(set) var dividesByInverse = false

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The atoms read so far with their prefixes.
  var atoms: some Sequence<String> {
    factors.lazy.filter { $0.kind == .atom }.map(\.symbol)
  }

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
    let outer = groupSign
    groupSign = sign
    depth += 1
    guard depth <= 4, term() else { return false }
    depth -= 1
    groupSign = outer
    return take(")")
  }

  private var sign: Int { isDivisor ? -groupSign : groupSign }

  private mutating func add(_ kind: Factor.Kind, _ symbol: ArraySlice<UInt8>, power: Int = 1) {
    let text = String(decoding: symbol, as: UTF8.self)
    factors.append(Factor(kind: kind, symbol: text, exponent: power * sign))
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
    let start = position
    guard take("{") else { return false }
    while let byte = peek, (33...126).contains(byte), byte != UInt8(ascii: "{") {
      position += 1
      if byte == UInt8(ascii: "}") {
        add(.annotation, bytes[start..<position])
        return true
      }
    }
    return false
  }

  /// A number, or an atom with an exponent: `m2`, `10*9`, `s-1`.
  private mutating func isKnown(_ symbol: ArraySlice<UInt8>) -> Bool {
    if symbol.allSatisfy(Self.isDigit) {
      add(.number, symbol)
      return true
    }
    if isAtom(symbol, power: 1) { return true }
    var atom = symbol
    var (power, place, count) = (0, 1, 0)
    while let digit = atom.last, Self.isDigit(digit) {
      (count, power, place) = (count + 1, power + Int(digit - 48) * place, place * 10)
      guard count <= 3 else { return false }
      atom.removeLast()
    }
    guard count > 0 else { return false }
    if let sign = atom.last, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      if sign == UInt8(ascii: "-") {
        power = -power
        if isDivisor { dividesByInverse = true }
      }
      atom.removeLast()
    }
    return isAtom(atom, power: power)
  }

  private mutating func isAtom(_ symbol: ArraySlice<UInt8>, power: Int) -> Bool {
    guard UCUM.isSimpleUnit(String(decoding: symbol, as: UTF8.self)) else { return false }
    add(.atom, symbol, power: power)
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
