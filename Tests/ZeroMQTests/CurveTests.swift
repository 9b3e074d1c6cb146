import Testing

@testable import ZeroMQ

@Suite struct CurveTests {
  @Test func `an admitted client is known by its key`() throws {
    let keys = try CurveKeyPair.generate()
    var station = try Station(admitting: [keys.publicKey])
    var dealer = try station.dealer(keys)
    _ = try dealer.send([1], within: patience)
    var frame = Frame()
    let sender = try #require(try station.router.receiveRouted(into: &frame, within: patience))
    let user = frame.userID
    #expect(try station.server.domain.key(of: #require(user)) == keys.publicKey)
    #expect(try station.router.send([2], to: sender) == .queued)
    #expect(try dealer.receive(into: &frame, within: patience))
    #expect(frame.bytes == [2])
    #expect(frame.userID == nil)
  }

  @Test func `a client with an unknown key is refused with 400`() throws {
    let station = try Station(admitting: [CurveKeyPair.generate().publicKey])
    #expect(try station.handshake(.generate()) == .refused(status: 400))
  }

  @Test func `nothing that a refused client sends arrives`() throws {
    var station = try Station(admitting: [])
    let keys = try CurveKeyPair.generate()
    let dealer = try station.dealer(keys)
    #expect(try station.handshake(keys) == .refused(status: 400))
    #expect(try dealer.send([1]) == .full)
    var frame = Frame()
    #expect(try station.router.receiveRouted(into: &frame) == nil)
  }

  @Test func `a domain admits nobody before it is told to`() throws {
    let station = try Station(admitting: [])
    #expect(try station.handshake(.generate()) == .refused(status: 400))
  }

  @Test func `a refused client gets in once its key is admitted`() throws {
    let keys = try CurveKeyPair.generate()
    let station = try Station(admitting: [])
    let before = try station.handshake(keys)
    station.server.domain.admit([keys.publicKey])
    let after = try station.handshake(keys)
    #expect(before == .refused(status: 400))
    #expect(after == .established)
  }

  @Test func `a revoked key's open connection no longer stands for a key`() throws {
    let keys = try CurveKeyPair.generate()
    var station = try Station(admitting: [keys.publicKey])
    let dealer = try station.dealer(keys)
    _ = try dealer.send([1], within: patience)
    station.server.domain.admit([])
    var frame = Frame()
    #expect(try station.router.receiveRouted(into: &frame, within: patience) != nil)
    let user = frame.userID
    #expect(try station.server.domain.key(of: #require(user)) == nil)
  }

  @Test func `a key admitted in one domain is refused in another`() throws {
    let keys = try CurveKeyPair.generate()
    let home = try Station(admitting: [keys.publicKey])
    let abroad = try Station(admitting: [])
    #expect(try home.handshake(keys) == .established)
    #expect(try abroad.handshake(keys) == .refused(status: 400))
  }

  @Test func `a client does not talk to a server with another key`() throws {
    let keys = try CurveKeyPair.generate()
    let station = try Station(admitting: [keys.publicKey])
    let expected = try CurveKeyPair.generate().publicKey
    let outcome = try station.handshake(keys, insistingOn: expected)
    #expect(outcome == .handshakeFailed || outcome == .disconnected)
  }

  @Test func `a clear client does not get into a CURVE server`() throws {
    let station = try Station(admitting: [])
    var dealer = try Socket(.dealer, in: .shared())
    let monitor = try dealer.monitor()
    try dealer.connect(station.endpoint)
    let outcome = try monitor.outcome()
    #expect(outcome == .handshakeFailed || outcome == .disconnected)
  }

  @Test func `a CURVE client does not talk to a clear server`() throws {
    var router = try Socket(.router, in: .shared())
    let endpoint = try router.bind(loopback())
    var dealer = try Socket(.dealer, in: .shared())
    let monitor = try dealer.monitor()
    try dealer.connect(
      endpoint, as: CurveClient(keys: .generate(), server: CurveKeyPair.generate().publicKey))
    let outcome = try monitor.outcome()
    #expect(outcome == .handshakeFailed || outcome == .disconnected)
  }

  @Test func `a socket is not both clear and encrypted`() throws {
    var station = try Station(admitting: [])
    let name = try inproc()
    let error = try #require(throws: ZeroMQError.self) { try station.router.bind(name) }
    #expect(error.code == .securityMixed)
  }

  @Test func `a domain has one holder at a time`() throws {
    let handler = try Context.shared().zapHandler()
    let name = uniqueName()
    let held = try handler.domain(name)
    let error = try #require(throws: ZeroMQError.self) { try handler.domain(name) }
    #expect(error.code == .domainRefused)
    #expect(held.name == name)
  }

  @Test func `a domain's name is free again when its holder is gone`() throws {
    let handler = try Context.shared().zapHandler()
    let name = uniqueName()
    #expect(try handler.domain(name).name == name)
    #expect(throws: Never.self) { try handler.domain(name) }
  }

  @Test(arguments: ["", "a b", "é", String(repeating: "x", count: 256)])
  func `a domain without a plain name is refused`(name: String) throws {
    let handler = try Context.shared().zapHandler()
    #expect(throws: ZeroMQError.self) { try handler.domain(name) }
  }

  @Test func `a token stays with its key whatever is admitted later`() throws {
    let keys = try (CurveKeyPair.generate().publicKey, CurveKeyPair.generate().publicKey)
    let domain = try Context.shared().zapHandler().domain(uniqueName())
    let first = domain.admit([keys.0])
    let both = domain.admit([keys.0, keys.1])
    #expect(first[keys.0] == both[keys.0])
    #expect(both[keys.0] != both[keys.1])
    #expect(domain.admit([keys.1]) == [keys.1: try #require(both[keys.1])])
  }
}
