import CZeroMQ

/// A ZeroMQ socket: owned by one thread, closed when it is dropped. Every message is one part.
///
/// It can be moved to another thread (it is consumed; see ``PosixThread``), never shared.
package struct Socket: ~Copyable {
  /// The kinds that carry one-part messages to peers that are known. No XPUB, PUB or SUB: a
  /// publisher can't authorise, see or cut a subscriber there (trap 7). No draft kinds: they are
  /// not usable.
  package enum Kind: Sendable, CaseIterable {
    case router, dealer, push, pull, pair

    var number: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .dealer: ZMQ_DEALER
      case .push: ZMQ_PUSH
      case .pull: ZMQ_PULL
      case .pair: ZMQ_PAIR
      }
    }
  }

  /// Messages that were received and thrown away, counted since the socket was made.
  package struct Refusals: Equatable, Sendable {
    /// More than one part (besides the routing id).
    package var multipart = 0
    /// Longer than ``SocketOptions/messageBytesMax``, where libzmq did not see it (`inproc`).
    package var oversized = 0
    /// From a peer that chose its routing id itself (trap 2).
    package var foreignRoutingID = 0

    package var total: Int { multipart + oversized + foreignRoutingID }
  }

  package let kind: Kind
  package let messageBytesMax: Int
  package internal(set) var refusals: Refusals
  let handle: SocketHandle
  let context: Context
  /// Where the routing id's part of a ROUTER's message is received.
  let incomingAddress: Frame
  /// What is being sent: prepared before the first part goes out, so that no message is left half
  /// sent.
  let outgoing: Frame
  var security: Security?
  /// Held as long as the socket: with its domain gone, no key would be admitted.
  var domain: ZAPDomain?

  /// A socket with `options` set; it is connected to nothing yet.
  package init(
    _ kind: Kind, in context: Context, options: SocketOptions = SocketOptions()
  ) throws(ZeroMQError) {
    let handle = try SocketHandle(kind.number, in: context)
    try Self.apply(options, to: handle)
    if kind == .router {
      try handle.set(.routerMandatory, 1)
      try handle.set(.routerHandover, 0)
    }
    if kind == .dealer || kind == .push {
      try handle.set(.immediate, 1)
    }
    self.kind = kind
    self.messageBytesMax = options.messageBytesMax
    self.refusals = Refusals()
    self.handle = handle
    self.context = context
    self.incomingAddress = Frame()
    self.outgoing = Frame()
    self.security = nil
    self.domain = nil
  }

  private static func apply(
    _ options: SocketOptions, to handle: SocketHandle
  ) throws(ZeroMQError) {
    try handle.set(.maxMessageSize, options.messageBytesMax + SocketOptions.curveOverhead)
    try handle.set(.sendHighWater, options.sendHighWater)
    try handle.set(.receiveHighWater, options.receiveHighWater)
    try handle.set(.handshakeInterval, options.handshake)
    try handle.set(.connectTimeout, options.handshake)
    try handle.set(.heartbeatInterval, options.heartbeat)
    try handle.set(.heartbeatTimeout, options.heartbeatTimeout)
    try handle.set(.heartbeatTimeToLive, options.heartbeatTimeout)
    try handle.set(.linger, options.linger)
    try handle.set(.backlog, options.backlog)
    try handle.set(.reconnectInterval, options.reconnect)
    try handle.set(.reconnectIntervalMax, options.reconnectMax)
    try handle.set(.keepAlive, 1)
  }
}
