import CellProtocol

/// What a connection is for: publishing or subscribing. Called on the connection's thread only.
protocol SessionRole: AnyObject {
  /// The ids of the signing keys that HELLO announces, 16 bytes each.
  var keys: [[UInt8]] { get }
  /// The session is open; false when the cell says what makes it of no use.
  func opened(_ welcome: Welcome, at now: Int64) -> Bool
  /// The session is over; another one may follow.
  func closed()
  /// A command came after WELCOME; false when it has no business here, which ends the session.
  func take(_ command: Command, of frame: [UInt8], at now: Int64) -> Bool
  /// Whether something that came is still to be handled.
  var hasWork: Bool { get }
  /// Handles one thing of it: a message, so that a slow handler keeps nobody from speaking.
  func work()
  /// The next frame to send, or nil when there is nothing (for now).
  func nextFrame(at now: Int64) -> [UInt8]?
  /// When ``nextFrame(at:)`` may have something without anything coming in.
  var deadline: Int64 { get }
}

extension SessionRole {
  /// Everything is handled as it comes.
  var hasWork: Bool { false }
  func work() {}
}
