import Testing

@testable import ZeroMQ

/// How long a test waits for what must come; long, because it only matters when it fails.
let patience = Duration.seconds(10)

/// Makes names that no other test uses.
func uniqueName(_ line: Int = #line, _ file: String = #fileID) -> String {
  "\(file.filter(\.isLetter))-\(line)-\(UInt64.random(in: .min ... .max))"
}

func loopback() throws -> Endpoint { try Endpoint("tcp://127.0.0.1:*") }

func inproc() throws -> Endpoint { try Endpoint("inproc://\(uniqueName())") }

extension ConnectionMonitor {
  /// How the next handshake ends; nil when none ended in time.
  func outcome() throws -> ConnectionEvent? {
    while let event = try next(within: patience) {
      switch event {
      case .connected, .retried: continue
      case .established, .refused, .handshakeFailed, .disconnected: return event
      }
    }
    return nil
  }
}

/// A CURVE server with a domain of its own, on a loopback port.
struct Station: ~Copyable {
  var router: Socket
  let endpoint: Endpoint
  let server: CurveServer

  init(admitting clients: Set<CurvePublicKey>) throws {
    let context = try Context.shared()
    let domain = try context.zapHandler().domain(uniqueName())
    domain.admit(clients)
    let server = try CurveServer(keys: .generate(), domain: domain)
    var router = try Socket(.router, in: context)
    let endpoint = try router.bind(loopback(), as: server)
    self.router = router
    self.endpoint = endpoint
    self.server = server
  }

  /// A DEALER that connects with `keys`, insisting on `serverKey` or else the true one.
  func dealer(_ keys: CurveKeyPair, insistingOn serverKey: CurvePublicKey? = nil) throws -> Socket {
    var dealer = try Socket(.dealer, in: .shared())
    try dealer.connect(
      endpoint, as: CurveClient(keys: keys, server: serverKey ?? server.keys.publicKey))
    return dealer
  }

  /// How a handshake with `keys` ends.
  func handshake(
    _ keys: CurveKeyPair, insistingOn serverKey: CurvePublicKey? = nil
  ) throws -> ConnectionEvent? {
    var dealer = try Socket(.dealer, in: .shared())
    let monitor = try dealer.monitor()
    try dealer.connect(
      endpoint, as: CurveClient(keys: keys, server: serverKey ?? server.keys.publicKey))
    return try monitor.outcome()
  }
}

extension Socket {
  /// A clear DEALER connected to `endpoint`.
  static func dealer(
    to endpoint: Endpoint, claiming routingID: [UInt8]? = nil
  ) throws -> Socket {
    var dealer = try Socket(.dealer, in: .shared())
    if let routingID {
      try routingID.withUnsafeBytes { try dealer.handle.set(.routingID, $0) }
    }
    try dealer.connect(endpoint)
    return dealer
  }
}
