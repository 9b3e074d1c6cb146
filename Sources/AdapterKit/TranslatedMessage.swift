public import NormalizedFormat

/// A normalized message that an adapter made: as a value, or as its encoding where the adapter
/// knows a shorter way there.
public struct TranslatedMessage: Sendable {
  private enum Form: Sendable {
    case message(Message)
    case encoding([UInt8])
  }

  /// The kind of its content, as in `Content.name`.
  public let kind: String
  private let form: Form

  /// A message as a value.
  public init(_ message: Message) {
    kind = message.content.name
    form = .message(message)
  }

  /// A message as the one encoding that it has, with the name of its kind.
  public init(kind: String, encoding: [UInt8]) {
    self.kind = kind
    form = .encoding(encoding)
  }

  /// Whether the adapter gave the encoding, without the message as a value.
  package var isEncoding: Bool {
    if case .encoding = form { true } else { false }
  }

  /// The encoding, if it has no more than so many bytes; else nil.
  public func encoded(upTo limit: Int) -> [UInt8]? {
    switch form {
    case .message(let message): message.encoded(upTo: limit)
    case .encoding(let bytes): bytes.count <= limit ? bytes : nil
    }
  }

  /// The message; an error where its encoding is none.
  public func message() throws(FormatError) -> Message {
    switch form {
    case .message(let message): message
    case .encoding(let bytes): try Message(decoding: bytes)
    }
  }
}
