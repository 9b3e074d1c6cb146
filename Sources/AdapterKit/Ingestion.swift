public import NormalizedFormat

/// What to put into the cell for one source message, and what to tell the device once that is
/// durable.
public struct Ingestion: Sendable {
  private let translated: [TranslatedMessage]
  /// The encoding of each message.
  public let payloads: [[UInt8]]
  /// `accepted` or `quarantined`; the runtime replaces it when the cell does not take the messages.
  public let outcome: IngestOutcome

  /// Messages and the outcome that holds once they are durable; nil where one of them is more than
  /// a message of the format may be.
  public init?(_ translated: [TranslatedMessage], outcome: IngestOutcome) {
    var payloads: [[UInt8]] = []
    for message in translated {
      guard let payload = message.encoded(upTo: FormatLimit.messageBytesMax) else { return nil }
      payloads.append(payload)
    }
    self.translated = translated
    self.payloads = payloads
    self.outcome = outcome
  }

  /// Messages and the outcome that holds once they are durable; nil where one of them is more than
  /// a message of the format may be.
  public init?(messages: [Message], outcome: IngestOutcome) {
    self.init(messages.map { TranslatedMessage($0) }, outcome: outcome)
  }

  /// Normalized messages, or quarantine messages; read anew each time where the adapter gave their
  /// bytes alone.
  public var messages: [Message] {
    translated.map { message in
      guard let message = try? message.message() else {
        preconditionFailure("what an adapter encodes is a message of the format")
      }
      return message
    }
  }
}
