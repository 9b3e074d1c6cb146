/// What the primitives of FHIR R4 that are text may hold.
enum FHIRText {
  /// No control, and no blank but the plain one: `\S` of the specification's patterns.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\n", "\r": true
    case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}": false
    default: !scalar.properties.isWhitespace
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
  }

  /// FHIR `string`; not one of blanks alone, which XML could trim to nothing.
  static func isString(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy(isPlain) && !text.unicodeScalars.allSatisfy(isBlank)
  }

  /// FHIR `code`: no blank at either end, and single ones between.
  static func isCode(_ text: String) -> Bool {
    guard isString(text) else { return false }
    var wasBlank = true
    for scalar in text.unicodeScalars {
      let blank = isBlank(scalar)
      if blank, wasBlank || scalar != " " { return false }
      wasBlank = blank
    }
    return !wasBlank
  }

  /// An absolute URI, as far as a FHIR `uri` is to be one: a scheme, and neither blanks nor what
  /// RFC 3986 has no place for.
  static func isURI(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count,
      isLetter(bytes[0]),
      bytes[..<colon].allSatisfy({
        isLetter($0) || isDigit($0) || $0 == 0x2b || $0 == 0x2d || $0 == 0x2e
      })
    else { return false }
    return bytes.allSatisfy { (0x21...0x7e).contains($0) && !#"<>"\^`{|}"#.utf8.contains($0) }
  }

  /// FHIR `time`: `hh:mm:ss` and a fraction.
  static func isTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, bytes[2] == 0x3a, bytes[5] == 0x3a,
      let hour = number(bytes[0..<2]), let minute = number(bytes[3..<5]),
      let second = number(bytes[6..<8]), hour < 24, minute < 60, second < 60
    else { return false }
    guard bytes.count > 8 else { return true }
    return bytes[8] == 0x2e && bytes.count > 9 && bytes.count < 20
      && bytes[9...].allSatisfy(isDigit)
  }

  /// An object identifier: `2.16.840.1`.
  static func isOID(_ text: String) -> Bool {
    let arcs = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard arcs.count > 1, let root = arcs.first, root.count == 1, let top = root.first,
      (0x30...0x32).contains(top)
    else { return false }
    return arcs.allSatisfy { arc in
      !arc.isEmpty && arc.allSatisfy(isDigit) && (arc.count == 1 || arc.first != 0x30)
    }
  }

  /// FHIR `id`.
  static func isID(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2d || $0 == 0x2e }
  }

  /// A UUID in lower case.
  static func isUUID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { part in
        part.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy(isDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

extension FHIRText {
  /// Text that FHIR's type can't hold stands beside it whole, as the literal of JSON that it is; a
  /// `string` shows what can be shown of it.
  static func slot(
    _ text: String, _ isValid: (String) -> Bool, shown: (String) -> String? = { _ in nil }
  ) -> Slot {
    if isValid(text) { return Slot(.string(text)) }
    let exact = JSON.object([
      "url": .string(Namespace.extensions + "text"),
      "valueString": .string(JSONText.literal(text)),
    ])
    return Slot(shown(text).map { .string($0) }, extensions: [exact])
  }

  /// What of a text a `string` can show.
  static func shown(_ text: String) -> String? {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { plain.append(isPlain(scalar) ? scalar : " ") }
    let result = String(plain)
    return isString(result) ? result : nil
  }

  static func read(_ slot: Slot) throws(FHIRError) -> String {
    var extensions = try ExtensionList(ofPrimitive: slot.more)
    let exact = extensions.take(Namespace.extensions + "text")
    try extensions.finish()
    guard let exact else {
      guard let value = slot.value else { throw FHIRError(.missing, at: slot.offset) }
      return try value.text()
    }
    let literal = try ExtensionList.slot(of: exact, "String").value?.text() ?? ""
    guard let value = try? JSONParser.parse(Array(literal.utf8)), let text = try? value.text()
    else { throw FHIRError(.wrongValue, at: exact.offset) }
    return text
  }
}

extension String: FHIRValue {
  static var fhirType: String { "String" }
  static var isPrimitive: Bool { true }

  func written(_ desk: Desk) -> Slot {
    FHIRText.slot(self, FHIRText.isString, shown: FHIRText.shown)
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> String {
    try FHIRText.read(slot)
  }
}

/// A text as FHIR `code`.
struct CodeText: FHIRWrapper {
  static let fhirType = "Code"
  static let isPrimitive = true
  let content: String

  init(_ content: String) { self.content = content }

  func written(_ desk: Desk) -> Slot { FHIRText.slot(content, FHIRText.isCode) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> CodeText {
    CodeText(try FHIRText.read(slot))
  }
}

/// A text as FHIR `uri` or `url`.
struct URIText: FHIRWrapper {
  static let fhirType = "Uri"
  static let isPrimitive = true
  let content: String

  init(_ content: String) { self.content = content }

  func written(_ desk: Desk) -> Slot { FHIRText.slot(content, FHIRText.isURI) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> URIText {
    URIText(try FHIRText.read(slot))
  }
}

/// A text as FHIR `time`.
struct TimeText: FHIRWrapper {
  static let fhirType = "Time"
  static let isPrimitive = true
  let content: String

  init(_ content: String) { self.content = content }

  /// FHIR wants seconds.
  func written(_ desk: Desk) -> Slot {
    FHIRText.slot(content, FHIRText.isTime) { text in
      FHIRText.isTime(text + ":00") ? text + ":00" : nil
    }
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> TimeText {
    TimeText(try FHIRText.read(slot))
  }
}
