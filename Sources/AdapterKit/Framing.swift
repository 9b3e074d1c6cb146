/// What a framing found in the bytes of a connection.
public enum FramingEvent: Equatable, Sendable {
  /// A whole message, without its frame.
  case message([UInt8])
  /// A frame that never ended: what came of it. It must be answered negatively and not be taken for
  /// a message.
  case truncated([UInt8])
  /// The peer went over a bound: answer negatively if the protocol can, then close the connection.
  /// No event follows.
  case close(AdapterError)
}

/// What a framing put up with. The runtime asks for ``messages`` alone; the rest tells a test, or
/// an adapter's author, what a stream was made of.
public struct FramingCounts: Equatable, Sendable {
  /// Whole messages.
  public var messages = 0
  /// Frames that never ended.
  public var truncated = 0
  /// Bytes outside any frame.
  public var junkBytes = 0
  /// Frames whose last end byte was missing.
  public var missingTerminators = 0
  /// Frame bytes that were taken as content because no frame began there.
  public var strayBlockBytes = 0

  /// All zero.
  public init() {}
}

/// Cuts the byte stream of a device link into messages; pure, bounded, and indifferent to how the
/// bytes were chunked: any split of the same bytes gives the same events in the same order.
public protocol Framing: Sendable {
  /// What was put up with so far.
  var counts: FramingCounts { get }

  /// Whether a frame has begun and not ended: a peer that stops here is not idle but stuck.
  var isInsideFrame: Bool { get }

  /// Takes bytes as they came from the socket and returns what they completed.
  mutating func push(_ bytes: UnsafeRawBufferPointer) -> [FramingEvent]

  /// The peer closed: an unfinished frame becomes a `truncated` event.
  mutating func finish() -> [FramingEvent]

  /// Puts a message (an acknowledgement, an outgoing message) into a frame.
  func frame(_ message: [UInt8]) -> [UInt8]
}

extension Framing {
  /// ``push(_:)`` for an array.
  public mutating func push(_ bytes: [UInt8]) -> [FramingEvent] {
    bytes.withUnsafeBytes { buffer in push(buffer) }
  }
}
