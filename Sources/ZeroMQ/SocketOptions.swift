/// The options of a socket; the defaults are safe ones, each with its reason. Set before bind and
/// connect, never after: changing a high-water mark of a dying connection crashes libzmq 4.3.4.
package struct SocketOptions: Sendable {
  /// The largest message, in bytes, sent or received; a peer that sends a larger one is
  /// disconnected.
  package var messageBytesMax = 1 << 20
  /// Messages, not bytes, that may wait for one peer; credit has to keep a session below it.
  package var sendHighWater = 1_000
  /// Messages that may wait from one peer before its TCP connection is held back.
  package var receiveHighWater = 1_000
  /// How long a connection may take to authenticate; libzmq's 30 s would let strangers hold
  /// sockets.
  package var handshake = Duration.seconds(5)
  /// ZMTP ping interval. It only finds dead TCP connections; sessions have heartbeats of their own.
  package var heartbeat = Duration.seconds(5)
  /// How long a ping may stay unanswered.
  package var heartbeatTimeout = Duration.seconds(15)
  /// How long closing waits for what was not sent; libzmq's default waits for ever.
  package var linger = Duration.seconds(1)
  /// TCP connections that may wait for `accept`.
  package var backlog = 1_024
  /// First and longest pause before a lost connection is tried again.
  package var reconnect = Duration.milliseconds(100)
  package var reconnectMax = Duration.seconds(2)

  package init() {}

  /// What CURVE adds to a message on the wire: command name 8, nonce 8, authenticator 16, flags 1.
  static let curveOverhead = 33
}
