/// The escape sequences of HL7 v2 (v2.9 §2.7), decoded in leaves that are already split.
///
/// An escape that is not known, or that never ends, is kept byte for byte and counted: `**BSV 4\5
/// re.` is what a secretary typed. Decoding never nests. A `CR` that comes out of `\X0D\` is text;
/// ``encode(_:)`` turns it back into `\X0D\`, so that no text can forge a segment on its way out.
package struct ER7Escapes {
  private let delimiters: ER7Delimiters
  private let charset: ER7Charset
  /// How many escapes were kept because nobody knows what they mean.
  package private(set) var kept = 0

  /// Escapes of a message with these delimiters, in a character set.
  package init(_ delimiters: ER7Delimiters, _ charset: ER7Charset = .ascii) {
    self.delimiters = delimiters
    self.charset = charset
  }

  /// Whether there is anything to decode.
  @inline(__always)
  package func occur(in leaf: UnsafeRawBufferPointer) -> Bool {
    guard let escape = delimiters.escape else { return false }
    return leaf.contains(escape)
  }

  /// The bytes of a leaf with its escapes decoded, still in the message's character set.
  ///
  /// - Parameter bytesMax: decoding stops somewhat above it.
  package mutating func decode(
    _ leaf: UnsafeRawBufferPointer, upTo bytesMax: Int = .max
  ) -> [UInt8] {
    guard let escape = delimiters.escape else { return Array(leaf) }
    var text: [UInt8] = []
    text.reserveCapacity(leaf.count)
    var at = 0
    while at < leaf.count, text.count <= bytesMax {
      guard leaf[at] == escape else {
        text.append(leaf[at])
        at += 1
        continue
      }
      guard let end = leaf[(at + 1)...].firstIndex(of: escape),
        sequence(UnsafeRawBufferPointer(rebasing: leaf[(at + 1)..<end]), &text)
      else {
        kept += 1
        at = keep(leaf, at, escape, &text)
        continue
      }
      at = end + 1
    }
    return text
  }

  /// Keeps an unknown escape: whole where it looks like one (`\Z…\`, `\C…\`, `\M…\`, `\.…\`, and
  /// `\X…\` of digits), else only its first character, so that a lone backslash does not swallow
  /// the escape after it.
  private func keep(
    _ leaf: UnsafeRawBufferPointer, _ at: Int, _ escape: UInt8, _ text: inout [UInt8]
  ) -> Int {
    guard let end = leaf[(at + 1)...].firstIndex(of: escape), looksKnown(leaf[(at + 1)..<end])
    else {
      text.append(escape)
      return at + 1
    }
    text.append(contentsOf: leaf[at...end])
    return end + 1
  }

  private func looksKnown(_ body: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard let first = body.first else { return false }
    if first == UInt8(ascii: "X") { return body.dropFirst().allSatisfy { ASCII.hex($0) != nil } }
    return "ZCM.".utf8.contains(first)
  }

  /// Decodes what stands between two escape characters; false when it is not known.
  private func sequence(_ body: UnsafeRawBufferPointer, _ text: inout [UInt8]) -> Bool {
    guard let first = body.first else { return false }
    if body.count == 1 { return single(first, &text) }
    switch first {
    case UInt8(ascii: "X"): return hexadecimal(body[1...], &text)
    case UInt8(ascii: "."): return formatting(body[1...], &text)
    default: return false
    }
  }

  private func single(_ letter: UInt8, _ text: inout [UInt8]) -> Bool {
    let meant: UInt8?
    switch letter {
    case UInt8(ascii: "F"): meant = delimiters.field
    case UInt8(ascii: "S"): meant = delimiters.component
    case UInt8(ascii: "R"): meant = delimiters.repetition
    case UInt8(ascii: "E"): meant = delimiters.escape
    case UInt8(ascii: "T"): meant = delimiters.subcomponent
    case UInt8(ascii: "P"), UInt8(ascii: "L"): meant = delimiters.truncation
    case UInt8(ascii: "H"), UInt8(ascii: "N"): return true  // highlighting on and off: no content
    default: meant = nil
    }
    guard let meant else { return false }
    text.append(meant)
    return true
  }

  /// `\Xhhhh…\`. Units of two bytes that begin with 00 are read as one character each: `\X000d\`.
  /// Bytes that the message's character set does not have are by an agreement that nobody told.
  private func hexadecimal(
    _ digits: Slice<UnsafeRawBufferPointer>, _ text: inout [UInt8]
  ) -> Bool {
    guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return false }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      guard let value = ASCII.hex(digit) else { return false }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    // A zero alone is what it says.
    if bytes.count > 1 { bytes.removeAll { $0 == 0 } }
    guard charset.canRead(bytes) else { return false }
    text += bytes
    return true
  }

  /// `\.br\`, `\.sp n\`, `\.ce\`: line ends; `\.sk n\`: spaces; `\.in\`, `\.ti\`, `\.fi\`, `\.nf\`:
  /// layout without content. A count that is no number, or that no page is wide for, makes the
  /// command unknown.
  private func formatting(
    _ command: Slice<UnsafeRawBufferPointer>, _ text: inout [UInt8]
  ) -> Bool {
    guard command.count >= 2 else { return false }
    let name = String(decoding: command.prefix(2), as: UTF8.self)
    guard let count = Self.count(command.dropFirst(2)) else { return false }
    switch name {
    case "br" where count.isAbsent, "ce" where count.isAbsent: text.append(ASCII.lf)
    case "sp" where count.isForward:
      text.append(contentsOf: repeatElement(ASCII.lf, count: count.number))
    case "sk" where count.isForward:
      text.append(contentsOf: repeatElement(ASCII.space, count: count.number))
    case "in", "ti": break
    case "fi" where count.isAbsent, "nf" where count.isAbsent: break
    default: return false
    }
    return true
  }

  /// Lines or spaces that one command may ask for: seven bytes must not become a thousand.
  static let countMax = 64

  /// What stands behind the two letters of a command: nothing (1), or a number of at most two
  /// digits with a sign before it and blanks around it; nil for anything else.
  private static func count(
    _ text: Slice<UnsafeRawBufferPointer>
  ) -> (number: Int, isAbsent: Bool, isForward: Bool)? {
    var digits = text.drop { $0 == ASCII.space }
    while digits.last == ASCII.space { digits = digits.dropLast() }
    guard let first = digits.first else { return (1, true, true) }
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    guard (1...2).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return number <= countMax ? (number, false, !isNegative && number > 0) : nil
  }

  /// A leaf that says exactly `text`: delimiters escaped, control characters as `\Xhh\`.
  package func encode(_ text: some Sequence<UInt8>) -> [UInt8] {
    var leaf: [UInt8] = []
    for byte in text {
      switch letter(for: byte) {
      case let letter?: append([letter], to: &leaf)
      case nil where byte < 0x20:
        let digits = Array("0123456789ABCDEF".utf8)
        append([UInt8(ascii: "X"), digits[Int(byte >> 4)], digits[Int(byte & 15)]], to: &leaf)
      case nil: leaf.append(byte)
      }
    }
    return leaf
  }

  private func letter(for byte: UInt8) -> UInt8? {
    if byte == delimiters.field { return UInt8(ascii: "F") }
    if byte == delimiters.component { return UInt8(ascii: "S") }
    if byte == delimiters.repetition { return UInt8(ascii: "R") }
    if byte == delimiters.escape { return UInt8(ascii: "E") }
    if byte == delimiters.subcomponent { return UInt8(ascii: "T") }
    if byte == delimiters.truncation { return UInt8(ascii: "P") }
    return nil
  }

  /// An escape; a message without an escape character loses what it could not say.
  private func append(_ body: [UInt8], to leaf: inout [UInt8]) {
    guard let escape = delimiters.escape else {
      leaf.append(ASCII.space)
      return
    }
    leaf.append(escape)
    leaf += body
    leaf.append(escape)
  }
}
