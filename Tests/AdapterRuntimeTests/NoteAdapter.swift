import AdapterKit
import NormalizedFormat

/// The smallest adapter that shows what a runtime must do: a frame is lines, a line is a message.
///
/// `17:text` is a message with a name, `17:bad` can't be translated, `17:many 5` is five messages
/// and `17:long 9` one of nine thousand bytes; with `short` it gives their bytes itself. A line
/// without a colon has no name. Each is answered by a word.
struct NoteAdapter: Adapter {
  static let name = "note"
  static let version = "1"
  static let standard = "note"
  static let mediaType = "text/plain"
  let acknowledgements: any AcknowledgementPolicy = Words()

  init(_ configuration: AdapterConfiguration) throws(AdapterError) {
    try configuration.finish()
  }

  func makeFraming() -> any Framing { MLLPFraming() }

  func split(_ frame: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    for byte in frame {
      parts[parts.count - 1].append(byte)
      if byte == UInt8(ascii: "\n") { parts.append([]) }
    }
    if parts.last == [], parts.count > 1 { parts.removeLast() }
    return parts
  }

  func name(of raw: RawMessage) -> [UInt8]? {
    raw.bytes.firstIndex(of: UInt8(ascii: ":")).map { Array(raw.bytes[..<$0]) }
  }

  func normalize(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> Normalization {
    let text = String(decoding: raw.bytes, as: UTF8.self)
    let words = text.split { ": \n".contains($0) }
    if words.contains("bad") { throw AdapterError(.untranslatable) }
    let number = words.last.flatMap { Int($0) } ?? 1
    let count = words.contains("many") ? number : 1
    let size = words.contains("long") ? number * 1_000 : 10
    return Normalization(messages: (0..<count).map { _ in message(size) })
  }

  func translate(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> [TranslatedMessage] {
    let messages = try normalize(raw, context: context).messages
    guard String(decoding: raw.bytes, as: UTF8.self).contains("short") else {
      return messages.map { TranslatedMessage($0) }
    }
    return messages.map { TranslatedMessage(kind: $0.content.name, encoding: $0.encoded()) }
  }

  private func message(_ size: Int) -> Message {
    Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: Self.name, version: Self.version),
        source: MessageSource(standard: Self.standard)),
      content: .other(Other(type: String(repeating: "x", count: size))))
  }

  private struct Words: AcknowledgementPolicy {
    func replies(
      to frame: [UInt8], outcomes: [IngestOutcome], context: ReplyContext
    ) -> [[UInt8]] {
      outcomes.map { outcome in
        switch outcome {
        case .accepted: Array("accepted".utf8)
        case .quarantined(let error): Array("quarantined \(error.code.rawValue)".utf8)
        case .busy: Array("busy".utf8)
        case .refused: Array("refused".utf8)
        case .unreadable(let error): Array("unreadable \(error.code.rawValue)".utf8)
        }
      }
    }
  }
}
