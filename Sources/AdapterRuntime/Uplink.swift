package import Client
package import SignedMessage

/// The way from an adapter into its cell.
package protocol Uplink: Sendable {
  /// Publishes, and waits until each draft has an outcome; nil when that took longer than `limit`,
  /// or when too much waits already. What was not answered may still become durable later.
  func publish(_ drafts: [MessageDraft], within limit: Duration) async -> [PublishOutcome]?
}
