/// Which private key on which PKCS#11 token, as text: the part of RFC 7512 that names one key and
/// says nothing secret.
///
/// It is written by whoever owns the key, on a command line or in a file of theirs. No document and
/// no peer carries one.
package struct TokenURI: Hashable, Sendable {
  /// Longer ones are refused before they are looked at.
  package static let byteCountMax = 1024

  /// The attributes of the path, decoded, by name.
  private let attributes: [String: [UInt8]]
  /// The PKCS#11 module to load, an absolute path; nil where something else says it.
  package let modulePath: String?
  /// The file with the token's PIN, an absolute path; nil where something else says it.
  package let pinPath: String?

  /// What the path may say, and how many bytes of it PKCS#11 keeps (or, for the last two, libp11).
  private static let pathAttributes: [String: Int] = [
    "token": 32, "manufacturer": 32, "serial": 16, "model": 16, "object": 128, "id": 64, "type": 7,
  ]

  /// Whether a text is meant to be one.
  package static func isMeant(by text: String) -> Bool {
    text.utf8.prefix(7).elementsEqual("pkcs11:".utf8)
  }

  /// Reads one. Refused: an attribute twice or unknown, a slot or a library (their numbers change),
  /// a PIN or a command in it, a type other than `private`, percent signs that encode nothing,
  /// control characters; and what does not name token (or serial) and object (or id).
  package init?(_ text: String) {
    guard text.utf8.count <= Self.byteCountMax, Self.isMeant(by: text) else { return nil }
    let parts = text.utf8.dropFirst(7)
      .split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = Self.pairs(of: parts[0], separator: UInt8(ascii: ";")) else { return nil }
    for (name, value) in path {
      guard let limit = Self.pathAttributes[name], (1...limit).contains(value.count),
        name == "id" || Self.isText(value)
      else { return nil }
    }
    guard path["token"] != nil || path["serial"] != nil,
      path["object"] != nil || path["id"] != nil,
      path["type"].map({ $0 == Array("private".utf8) }) ?? true
    else { return nil }
    attributes = path
    guard parts.count == 2 else {
      modulePath = nil
      pinPath = nil
      return
    }
    guard let query = Self.pairs(of: parts[1], separator: UInt8(ascii: "&")),
      query.keys.allSatisfy({ $0 == "module-path" || $0 == "pin-source" })
    else { return nil }
    modulePath = query["module-path"].flatMap(Self.path)
    pinPath = query["pin-source"].flatMap(Self.localFile)
    guard (query["module-path"] == nil) == (modulePath == nil),
      (query["pin-source"] == nil) == (pinPath == nil)
    else { return nil }
  }

  /// The one spelling of the path, without the query, with everything encoded that may be.
  package var canonical: String {
    let pairs = attributes.filter { $0.key != "type" }.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(Self.encode($0.value))" }
    return "pkcs11:" + (pairs + ["type=private"]).joined(separator: ";")
  }

  private static func pairs(
    of text: Substring.UTF8View, separator: UInt8
  ) -> [String: [UInt8]]? {
    var pairs: [String: [UInt8]] = [:]
    for pair in text.split(separator: separator, omittingEmptySubsequences: false) {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        let name = String(pair[..<equals]), let value = decode(pair[pair.index(after: equals)...]),
        pairs.updateValue(value, forKey: name) == nil
      else { return nil }
    }
    return pairs
  }

  private static func decode(_ text: Substring.UTF8View) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        guard isPlain(byte) else { return nil }
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), let decoded = Hexadecimal.decode(digits),
        decoded.count == 1
      else { return nil }
      bytes += decoded
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  /// What may stand unencoded in both parts (RFC 7512 §2.3), without what separates.
  private static func isPlain(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || ":[]@!$'()*+,=/".utf8.contains(byte)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }

  private static func isText(_ bytes: [UInt8]) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
      && !bytes.contains { $0 < 0x20 || $0 == 0x7f }
  }

  /// A path, or a `file:` URI of this host (RFC 8089).
  private static func localFile(_ bytes: [UInt8]) -> String? {
    let scheme = Array("file:".utf8)
    guard bytes.starts(with: scheme) else { return path(bytes) }
    let rest = bytes.dropFirst(scheme.count)
    if rest.starts(with: "///".utf8) { return path(Array(rest.dropFirst(2))) }
    return rest.starts(with: "//".utf8) ? nil : path(Array(rest))
  }

  private static func path(_ bytes: [UInt8]) -> String? {
    guard bytes.first == UInt8(ascii: "/"), isText(bytes) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func encode(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      isUnreserved(byte)
        ? String(Unicode.Scalar(byte)) : "%" + Hexadecimal.encode([byte]).uppercased()
    }.joined()
  }
}
