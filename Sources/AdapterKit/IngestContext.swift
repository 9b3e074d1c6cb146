/// What an adapter may know of the world while it normalizes: nothing else comes in.
public struct IngestContext: Sendable, Equatable {
  /// When the message was received, in ms since the Unix epoch.
  public let received: Int64
  /// The zone of times that carry none; from the link's configuration.
  public let zone: LocalZone
  /// The link's name in the site's configuration.
  public let link: String
  /// The subject token (location or device, never a patient) that the link publishes under.
  public let subject: String

  /// The circumstances of one message.
  public init(received: Int64, zone: LocalZone, link: String, subject: String) {
    self.received = received
    self.zone = zone
    self.link = link
    self.subject = subject
  }
}
