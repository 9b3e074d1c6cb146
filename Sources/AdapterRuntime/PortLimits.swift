/// What a port puts up with from its devices.
///
/// Between two frames nothing is asked but that the machine is still there (TCP keep-alive):
/// devices keep their links open for days.
package struct PortLimits: Sendable {
  /// Connections at a time.
  package var connectionsMax = 64
  /// Connections from one address at a time, so that none takes all.
  package var connectionsPerAddressMax = 32
  /// From the connection's begin to the end of its first frame, unless a frame has begun.
  package var firstFrame = Duration.seconds(300)
  /// From a frame's begin to its end, however its bytes trickle.
  package var frame = Duration.seconds(300)
  /// Until the peer has taken a reply.
  package var reply = Duration.seconds(30)
  /// Frames that break off, one after the other, before the peer counts as broken.
  package var truncatedMax = 8

  /// The limits as they are unless somebody says otherwise.
  package init() {}

  /// Seconds of silence, pauses between probes and probes without an answer after which a machine
  /// that lost its power is noticed: two minutes in all, where the system's own would be two hours.
  static let keepAlive = (idle: 60, pause: 15, probes: 4)
}
