import CZeroMQ

/// How the connections of a socket are protected; one way a socket, decided at its first bind or
/// connect.
enum Security: Equatable, Sendable {
  case clear
  case curveServer
  case curveClient
}

/// What a CURVE server needs: its keys, and the ZAP domain that admits its peers.
///
/// A ``ZAPDomain`` only comes from a running ``ZAPHandler``, so no CURVE server can bind without
/// one.
package struct CurveServer: Sendable {
  package let keys: CurveKeyPair
  package let domain: ZAPDomain

  package init(keys: CurveKeyPair, domain: ZAPDomain) {
    self.keys = keys
    self.domain = domain
  }
}

/// What a CURVE client needs: its keys, and the public key of the server, which it insists on.
package struct CurveClient: Sendable {
  package let keys: CurveKeyPair
  package let server: CurvePublicKey

  package init(keys: CurveKeyPair, server: CurvePublicKey) {
    self.keys = keys
    self.server = server
  }
}

extension Socket {
  /// Binds in clear text; on this machine only.
  ///
  /// - Returns: the endpoint peers connect to, with the real port where `*` was asked for.
  /// - Throws: `clearTextOffHost` where others could listen in.
  @discardableResult
  package mutating func bind(_ endpoint: Endpoint) throws(ZeroMQError) -> Endpoint {
    try secure(.clear, for: endpoint)
    return try bindSecured(endpoint)
  }

  /// Binds as a CURVE server: only keys that `server`'s domain admits get in.
  ///
  /// - Returns: the endpoint peers connect to, with the real port where `*` was asked for.
  @discardableResult
  package mutating func bind(
    _ endpoint: Endpoint, as server: CurveServer
  ) throws(ZeroMQError) -> Endpoint {
    try secure(.curveServer, for: endpoint)
    domain = server.domain
    try handle.set(.curveServer, 1)
    try server.keys.setSecret(on: handle)
    try handle.set(.zapDomain, server.domain.name)
    try handle.set(.zapEnforceDomain, 1)
    return try bindSecured(endpoint)
  }

  /// Connects in clear text; on this machine only. It returns before the connection stands.
  ///
  /// - Throws: `clearTextOffHost` where others could listen in.
  package mutating func connect(_ endpoint: Endpoint) throws(ZeroMQError) {
    try secure(.clear, for: endpoint)
    try connectSecured(endpoint)
  }

  /// Connects as a CURVE client, to the holder of `client`'s server key and to nobody else. It
  /// returns before the connection stands; a ``ConnectionMonitor`` tells how it went.
  package mutating func connect(
    _ endpoint: Endpoint, as client: CurveClient
  ) throws(ZeroMQError) {
    try secure(.curveClient, for: endpoint)
    try client.server.withUnsafeBytes { (bytes) throws(ZeroMQError) in
      try handle.set(.curveServerKey, bytes)
    }
    try client.keys.publicKey.withUnsafeBytes { (bytes) throws(ZeroMQError) in
      try handle.set(.curvePublicKey, bytes)
    }
    try client.keys.setSecret(on: handle)
    try connectSecured(endpoint)
  }

  private mutating func secure(
    _ wanted: Security, for endpoint: Endpoint
  ) throws(ZeroMQError) {
    guard wanted != .clear || endpoint.isOnThisMachine else {
      throw ZeroMQError(
        .clearTextOffHost, call: "Socket",
        advice: "clear text stays on this machine (127.0.0.0/8, [::1], ipc, inproc); use CURVE")
    }
    // A clear and a CURVE endpoint on one socket would let clear peers claim a User-Id.
    guard security == nil || security == wanted else {
      throw ZeroMQError(
        .securityMixed, call: "Socket", advice: "one socket is protected in one way; use two")
    }
    try handle.set(.ipv6, endpoint.isNumericIPv4 ? 0 : 1)
    security = wanted
  }

  func bindSecured(_ endpoint: Endpoint) throws(ZeroMQError) -> Endpoint {
    try check("zmq_bind") { zmq_bind(handle.pointer, endpoint.description) }
    return try handle.lastEndpoint()
  }

  private func connectSecured(_ endpoint: Endpoint) throws(ZeroMQError) {
    try check("zmq_connect") { zmq_connect(handle.pointer, endpoint.description) }
  }
}
