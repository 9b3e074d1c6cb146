import CZeroMQ

/// The options of libzmq that are used here, by number; no other can be set.
struct Option: Equatable, Sendable {
  let number: Int32

  static let linger = Option(number: ZMQ_LINGER)
  static let backlog = Option(number: ZMQ_BACKLOG)
  static let maxMessageSize = Option(number: ZMQ_MAXMSGSIZE)
  static let sendHighWater = Option(number: ZMQ_SNDHWM)
  static let receiveHighWater = Option(number: ZMQ_RCVHWM)
  static let handshakeInterval = Option(number: ZMQ_HANDSHAKE_IVL)
  static let heartbeatInterval = Option(number: ZMQ_HEARTBEAT_IVL)
  static let heartbeatTimeout = Option(number: ZMQ_HEARTBEAT_TIMEOUT)
  /// What we ask the peer to use, in milliseconds; the wire carries it in tenths of a second.
  static let heartbeatTimeToLive = Option(number: ZMQ_HEARTBEAT_TTL)
  static let reconnectInterval = Option(number: ZMQ_RECONNECT_IVL)
  static let reconnectIntervalMax = Option(number: ZMQ_RECONNECT_IVL_MAX)
  static let connectTimeout = Option(number: ZMQ_CONNECT_TIMEOUT)
  static let keepAlive = Option(number: ZMQ_TCP_KEEPALIVE)
  static let ipv6 = Option(number: ZMQ_IPV6)
  /// A DEALER queues only for completed connections: nothing is sent into a handshake that may
  /// fail.
  static let immediate = Option(number: ZMQ_IMMEDIATE)
  /// Sending to a peer that is gone, or full, is an error and not a silent loss.
  static let routerMandatory = Option(number: ZMQ_ROUTER_MANDATORY)
  /// Off: a second peer can't take over the id of one that is connected.
  static let routerHandover = Option(number: ZMQ_ROUTER_HANDOVER)
  /// Used by tests as a hostile peer would; no setter leads here.
  static let routingID = Option(number: ZMQ_ROUTING_ID)
  static let curveServer = Option(number: ZMQ_CURVE_SERVER)
  static let curvePublicKey = Option(number: ZMQ_CURVE_PUBLICKEY)
  static let curveSecretKey = Option(number: ZMQ_CURVE_SECRETKEY)
  static let curveServerKey = Option(number: ZMQ_CURVE_SERVERKEY)
  static let zapDomain = Option(number: ZMQ_ZAP_DOMAIN)
  /// `ZMQ_ZAP_ENFORCE_DOMAIN`: without it a CURVE server admits every key when no ZAP handler runs
  /// (trap 4). The header hides it as a draft, Debian's binary obeys it.
  static let zapEnforceDomain = Option(number: 93)
  /// `ZMQ_METADATA`, a draft too. Used by tests as a hostile peer would; no setter leads here.
  static let metadata = Option(number: 95)
}
