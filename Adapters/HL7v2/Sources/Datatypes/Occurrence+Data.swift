import NormalizedFormat

extension Occurrence {
  /// TM as `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`; nil where it is another text, has a
  /// zone, or is shown by no clock.
  func timeOfDay() -> String? {
    guard let text = peek(1) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let digits = Array(parts[0].utf8)
    guard parts.count <= 2, digits.count == 4 || digits.count == 6,
      digits.allSatisfy(ASCII.isDigit)
    else { return nil }
    var result = ""
    for (at, digit) in digits.enumerated() {
      if at > 0, at % 2 == 0 { result += ":" }
      result.unicodeScalars.append(Unicode.Scalar(digit))
    }
    if parts.count == 2 {
      guard digits.count == 6, parts[1].utf8.count == 3, parts[1].utf8.allSatisfy(ASCII.isDigit)
      else { return nil }
      result += "." + parts[1]
    }
    guard Value.isTimeOfDay(result) else { return nil }
    source.markRead(id, component: 1)
    return result
  }

  /// ED (v2.9 §2A.2.24); nil where its encoding can't be undone.
  func encapsulatedData() -> MediaAttachment? {
    guard let content = bytes(5) else { return nil }
    var attachment = MediaAttachment()
    switch peek(4)?.uppercased() {
    case "BASE64":
      guard let data = Base64Decoder.decode(source.bytes[content]) else { return nil }
      attachment.data = data
      source.markRead(id, component: 5)
    case "HEX":
      guard let data = Base64Decoder.hexadecimal(source.bytes[content]) else { return nil }
      attachment.data = data
      source.markRead(id, component: 5)
    default: attachment.text = text(5)
    }
    attachment.sourceEncoding = text(4)
    attachment.source = authority(component: 1)
    readType(into: &attachment, type: text(2), subtype: text(3))
    return attachment
  }

  /// RP (v2.9 §2A.2.67).
  func referencePointer() -> MediaAttachment? {
    guard let url = text(1) else { return nil }
    var attachment = MediaAttachment()
    attachment.url = url
    attachment.source = authority(component: 2)
    readType(into: &attachment, type: text(3), subtype: text(4))
    return attachment
  }

  private func readType(into attachment: inout MediaAttachment, type: String?, subtype: String?) {
    let parts = [type, subtype].compactMap { $0 }
    guard !parts.isEmpty else { return }
    attachment.sourceType = parts.joined(separator: "/")
    attachment.contentType = MediaAttachment.mediaType(type, subtype)
  }
}

extension MediaAttachment {
  /// MIME type and subtype, tables 0834 and 0291; nil for words that are no MIME.
  static func mediaType(_ type: String?, _ subtype: String?) -> String? {
    let known = ["application", "audio", "image", "model", "text", "video", "multipart"]
    if let type, known.contains(type.lowercased()), let subtype {
      return "\(type)/\(subtype)".lowercased()
    }
    return subtype?.uppercased() == "PDF" ? "application/pdf" : nil
  }
}

/// Base64 (RFC 4648 §4) and hexadecimal, undone strictly.
enum Base64Decoder {
  /// The bytes; nil for anything that is not base64. Line ends inside are put up with.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text {
      if byte <= ASCII.space { continue }
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(byte) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count % 4 == 0 {
        bytes += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
        bits = 0
      }
    }
    // Bits behind the last byte must be zero: they would be lost without a word.
    switch count % 4 {
    case 0: break
    case 2 where bits & 0xF == 0: bytes.append(UInt8(bits >> 4 & 0xFF))
    case 3 where bits & 0x3 == 0: bytes += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)]
    default: return nil
    }
    return padding <= 2 ? bytes : nil
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// Pairs of hexadecimal digits.
  static func hexadecimal(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in text {
      guard let value = ASCII.hex(byte) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }
}
