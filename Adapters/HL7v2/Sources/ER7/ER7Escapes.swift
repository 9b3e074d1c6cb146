/// The escape sequences of HL7 v2 (v2.9 §2.7), decoded in leaves that are already split.
///
/// An escape that is not known, or that never ends, is kept byte for byte and counted: `**BSV 4\5
/// re.` is what a secretary typed. Decoding never nests. A `CR` that comes out of `\X0D\` is text;
/// ``encode(_:)`` turns it back into `\X0D\`, so that no text can forge a segment on its way out.
package struct ER7Escapes {
  private let delimiters: ER7Delimiters
  /// How many escapes were kept because nobody knows what they mean.
  package private(set) var kept = 0

  /// Escapes of a message with these delimiters.
  package init(_ delimiters: ER7Delimiters) {
    self.delimiters = delimiters
  }

  /// Whether there is anything to decode.
  @inline(__always)
  package func occur(in leaf: UnsafeRawBufferPointer) -> Bool {
    guard let escape = delimiters.escape else { return false }
    return leaf.contains(escape)
  }

  /// The bytes of a leaf with its escapes decoded, still in the message's character set.
  package mutating func decode(_ leaf: UnsafeRawBufferPointer) -> [UInt8] {
    guard let escape = delimiters.escape else { return Array(leaf) }
    var text: [UInt8] = []
    text.reserveCapacity(leaf.count)
    var at = 0
    while at < leaf.count {
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

  /// Keeps an unknown escape: whole where it looks like one (`\Z…\`, `\C…\`, `\M…\`, `\.…\`), else
  /// only its first character, so that a lone backslash does not swallow the escape after it.
  private func keep(
    _ leaf: UnsafeRawBufferPointer, _ at: Int, _ escape: UInt8, _ text: inout [UInt8]
  ) -> Int {
    let looksKnown = at + 1 < leaf.count && "ZCM.".utf8.contains(leaf[at + 1])
    guard looksKnown, let end = leaf[(at + 1)...].firstIndex(of: escape) else {
      text.append(escape)
      return at + 1
    }
    text.append(contentsOf: leaf[at...end])
    return end + 1
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
    text.append(contentsOf: bytes.filter { $0 != 0 })
    return true
  }

  /// `\.br\`, `\.sp n\`, `\.ce\`: line ends; `\.sk n\`: spaces; `\.in\`, `\.ti\`, `\.fi\`, `\.nf\`:
  /// layout without content.
  private func formatting(
    _ command: Slice<UnsafeRawBufferPointer>, _ text: inout [UInt8]
  ) -> Bool {
    guard command.count >= 2 else { return false }
    let name = String(decoding: command.prefix(2), as: UTF8.self)
    let digits = command.dropFirst(2).filter { $0 != ASCII.space && $0 != UInt8(ascii: "+") }
    let count = Int(String(decoding: digits, as: UTF8.self)) ?? 1
    guard digits.isEmpty || abs(count) <= 1_000 else { return false }
    switch name {
    case "br", "ce": text.append(ASCII.lf)
    case "sp": text.append(contentsOf: Array(repeating: ASCII.lf, count: max(1, count)))
    case "sk": text.append(contentsOf: Array(repeating: ASCII.space, count: max(1, count)))
    case "in", "ti", "fi", "nf": break
    default: return false
    }
    return true
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
