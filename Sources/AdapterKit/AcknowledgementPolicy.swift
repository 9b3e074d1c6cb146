/// What became of one source message, which decides what the device is told.
public enum IngestOutcome: Sendable, Equatable {
  /// Normalized, and what came of it is durable in the cell (or was durable before: a duplicate).
  case accepted
  /// Not understood, and durable in quarantine with its raw bytes.
  case quarantined(AdapterError)
  /// Nothing is durable, for now: no credit, no cell, no room. The device may send again.
  case busy
  /// Nothing is durable and sending again will not help: the policy of the site refuses this link.
  case refused
  /// Nothing is durable: the frame itself was bad.
  case unreadable(AdapterError)
}

/// What a reply needs of the world.
public struct ReplyContext: Sendable, Equatable {
  /// The time of the reply, in ms since the Unix epoch.
  public let now: Int64
  /// Makes the reply's own id; the runtime never gives a number twice on one link, also after a
  /// restart.
  public let serial: UInt64

  /// Time and number of a reply.
  public init(now: Int64, serial: UInt64) {
    self.now = now
    self.serial = serial
  }
}

/// Turns outcomes into the replies that the device's protocol demands; pure.
public protocol AcknowledgementPolicy: Sendable {
  /// The replies to one frame, each still to be framed, in order; empty when the protocol demands
  /// silence.
  ///
  /// - Parameters:
  ///   - frame: the frame as received (what a `FramingEvent` carried).
  ///   - outcomes: one for each part that ``Adapter/split(_:)`` made of the frame, in order.
  ///   - context: time and number; a policy that sends several replies derives their ids from it.
  func replies(to frame: [UInt8], outcomes: [IngestOutcome], context: ReplyContext) -> [[UInt8]]
}
