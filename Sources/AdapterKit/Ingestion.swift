public import NormalizedFormat

/// What to put into the cell for one source message, and what to tell the device once that is
/// durable.
public struct Ingestion: Sendable {
  /// Normalized messages, or quarantine messages.
  public let messages: [Message]
  /// The encoding of each of them.
  public let payloads: [[UInt8]]
  /// `accepted` or `quarantined`; the runtime replaces it when the cell does not take the messages.
  public let outcome: IngestOutcome

  /// Messages and the outcome that holds once they are durable; nil where one of them is more than
  /// a message of the format may be.
  public init?(messages: [Message], outcome: IngestOutcome) {
    var payloads: [[UInt8]] = []
    for message in messages {
      guard let payload = message.encoded(upTo: FormatLimit.messageBytesMax) else { return nil }
      payloads.append(payload)
    }
    self.messages = messages
    self.payloads = payloads
    self.outcome = outcome
  }
}
