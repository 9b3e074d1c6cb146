package import AdapterKit

/// By which character set the bytes of one message are read (MSH-18, table 0211).
package struct ER7Charset: Sendable, Equatable {
  private enum Reading: Sendable, Equatable {
    case ascii
    case utf8
    case windows1252
    case latin(Int)
  }

  /// The set's name in the model: of table 0211 where it has one.
  package let name: String
  /// Whether the source did not say this set, or said another that its bytes contradict.
  package let isAssumed: Bool
  private let reading: Reading

  private init(_ name: String, _ reading: Reading, assumed: Bool) {
    self.name = name
    self.reading = reading
    isAssumed = assumed
  }

  /// 7-bit.
  package static let ascii = ER7Charset("ASCII", .ascii, assumed: false)

  /// Chooses the set: what MSH-18 declares where the bytes allow it, also for 7-bit bytes, whose
  /// escapes may say more (`\XE9\`); nothing declared is 7-bit, and where it is not, UTF-8 if all
  /// bytes are valid UTF-8, else windows-1252, both flagged.
  ///
  /// Refused: a declared set of another family (JIS, GB 18030, Big5, …) with bytes outside ASCII,
  /// because a guess would print a wrong name on a patient's label.
  package init(declared: String?, bytes: [UInt8], isASCII: Bool) throws(AdapterError) {
    let declared = (declared ?? "").uppercased()
    switch declared {
    case "", "ASCII", "US-ASCII", "UNICODE":
      let plain = declared.isEmpty ? Self.ascii : ER7Charset(declared, .ascii, assumed: false)
      self = isASCII ? plain : Self.guess(bytes)
    case "UNICODE UTF-8", "UTF-8", "UTF8":
      let guess = Self.guess(bytes)
      let isUTF8 = guess.reading == .utf8
      self.init(isUTF8 ? "UNICODE UTF-8" : guess.name, guess.reading, assumed: !isUTF8)
    case "8859/1", "ISO-8859-1", "ISO8859-1", "ISO IR100":
      // The C1 controls of 8859-1 occur in no text; senders that mean windows-1252 say 8859-1.
      let isWindows = bytes.contains { $0 >= 0x80 && $0 < 0xA0 }
      self.init(
        isWindows ? "windows-1252" : "8859/1", isWindows ? .windows1252 : .latin(1),
        assumed: isWindows)
    case "WINDOWS-1252", "CP1252": self.init("windows-1252", .windows1252, assumed: false)
    default:
      if let part = Self.part(declared) {
        self.init("8859/\(part)", .latin(part), assumed: false)
      } else {
        guard isASCII else { throw AdapterError(.encoding, place: "MSH-18") }
        self.init(declared, .ascii, assumed: false)
      }
    }
  }

  private static func guess(_ bytes: [UInt8]) -> ER7Charset {
    String(validating: bytes, as: UTF8.self) == nil
      ? ER7Charset("windows-1252", .windows1252, assumed: true)
      : ER7Charset("UNICODE UTF-8", .utf8, assumed: true)
  }

  /// The part of ISO 8859 that a name of table 0211 means.
  private static func part(_ name: String) -> Int? {
    for prefix in ["8859/", "ISO-8859-", "ISO8859-"] where name.hasPrefix(prefix) {
      guard let part = Int(name.dropFirst(prefix.count)), upperHalf(part) != nil else { return nil }
      return part
    }
    return nil
  }

  /// Reads bytes as text; never fails: what a set does not have becomes U+FFFD.
  package func text(_ bytes: some Collection<UInt8>) -> String {
    switch reading {
    case .ascii, .utf8: String(decoding: bytes, as: UTF8.self)
    case .windows1252: Self.text(bytes, table: ER7CharsetTables.windows1252, from: 0x80)
    case .latin(let part): Self.text(bytes, table: Self.upperHalf(part) ?? [], from: 0xA0)
    }
  }

  /// Whether every byte means something in the set: what comes out of an escape need not.
  package func canRead(_ bytes: [UInt8]) -> Bool {
    switch reading {
    case .ascii: bytes.allSatisfy { $0 < 0x80 }
    case .utf8: String(validating: bytes, as: UTF8.self) != nil
    case .windows1252: Self.has(bytes, table: ER7CharsetTables.windows1252, from: 0x80)
    case .latin(let part): Self.has(bytes, table: Self.upperHalf(part) ?? [], from: 0xA0)
    }
  }

  private static func has(_ bytes: [UInt8], table: [UInt32], from first: UInt8) -> Bool {
    bytes.allSatisfy { byte in
      byte < 0x80 || (byte >= first && table[Int(byte - first)] != 0xFFFD)
    }
  }

  private static func text(
    _ bytes: some Collection<UInt8>, table: [UInt32], from first: UInt8
  ) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      let value = byte < first ? UInt32(byte) : table[Int(byte - first)]
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  private static func upperHalf(_ part: Int) -> [UInt32]? {
    switch part {
    case 1: ER7CharsetTables.part1
    case 2: ER7CharsetTables.part2
    case 3: ER7CharsetTables.part3
    case 4: ER7CharsetTables.part4
    case 5: ER7CharsetTables.part5
    case 6: ER7CharsetTables.part6
    case 7: ER7CharsetTables.part7
    case 8: ER7CharsetTables.part8
    case 9: ER7CharsetTables.part9
    case 10: ER7CharsetTables.part10
    case 13: ER7CharsetTables.part13
    case 14: ER7CharsetTables.part14
    case 15: ER7CharsetTables.part15
    case 16: ER7CharsetTables.part16
    default: nil
    }
  }
}
