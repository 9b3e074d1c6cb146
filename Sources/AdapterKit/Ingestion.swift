public import NormalizedFormat

/// What to put into the cell for one source message, and what to tell the device once that is
/// durable.
public struct Ingestion: Sendable {
  /// Normalized messages, or quarantine messages.
  public let messages: [Message]
  /// `accepted` or `quarantined`; the runtime replaces it when the cell does not take the messages.
  public let outcome: IngestOutcome

  /// Messages and the outcome that holds once they are durable.
  public init(messages: [Message], outcome: IngestOutcome) {
    self.messages = messages
    self.outcome = outcome
  }
}
