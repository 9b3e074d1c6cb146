import NormalizedFormat

extension FieldDraft {
  /// ED.
  static func encapsulated(_ attachment: MediaAttachment) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(1, attachment.source)
    draft.set(types: attachment, 2, 3)
    var encoding = attachment.sourceEncoding
    if let data = attachment.data {
      encoding = encoding ?? "Base64"
      draft.set(5, encoding?.uppercased() == "HEX" ? hexadecimal(data) : base64(data))
    } else {
      draft.set(5, attachment.text)
    }
    draft.set(4, encoding)
    return draft
  }

  /// RP.
  static func pointer(_ attachment: MediaAttachment) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(1, attachment.url)
    draft.set(2, attachment.source)
    draft.set(types: attachment, 3, 4)
    return draft
  }

  /// Type and subtype: where the source's words have more than one slash or none, as they read to
  /// the same media type.
  private mutating func set(types attachment: MediaAttachment, _ type: Int, _ subtype: Int) {
    let words = attachment.sourceType ?? attachment.contentType ?? ""
    var choices: [(String?, String?)] = []
    for (at, character) in zip(words.indices, words) where character == "/" {
      choices.append((String(words[..<at]), String(words[words.index(after: at)...])))
    }
    choices += [(words, nil), (nil, words)]
    let fitting = choices.prefix(16).first {
      MediaAttachment.mediaType($0.0, $0.1) == attachment.contentType
    }
    let (first, second) = fitting ?? choices[0]
    set(type, first)
    set(subtype, second)
  }

  private static func hexadecimal(_ data: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let text = data.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// RFC 4648 §4.
  private static func base64(_ data: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(data.count / 3 * 4 + 4)
    for start in stride(from: 0, to: data.count, by: 3) {
      let group = data[start..<min(start + 3, data.count)]
      var bits: UInt32 = 0
      for (at, byte) in group.enumerated() { bits |= UInt32(byte) << (16 - 8 * UInt32(at)) }
      for place in 0..<4 {
        let letter = letters[Int(bits >> (18 - 6 * UInt32(place)) & 63)]
        text.append(place <= group.count ? letter : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// TM.
  static func timeOfDay(_ text: String) -> FieldDraft {
    FieldDraft(String(decoding: text.utf8.filter { $0 != UInt8(ascii: ":") }, as: UTF8.self))
  }
}
