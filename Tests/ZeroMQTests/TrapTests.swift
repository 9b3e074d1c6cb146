import Glibc
import Testing

@testable import ZeroMQ

/// What bites in libzmq 4.3.4, by the numbers of `Sources/ZeroMQ/README.md`: that it does, where
/// that is cheap to show, and that this module holds it off.
@Suite struct TrapTests {
  // MARK: 1, ids that can be foretold

  @Test func `trap 1: the first routing id of a process can't be foretold`() async {
    await #expect(processExitsWith: .success) {
      _ = try Context.shared()
      let ids = try [firstRoutingID(), firstRoutingID()]
      #expect(ids[0] != 0x6B8B_4567)
      #expect(ids[1] != 0xE43C_9869)
    }
  }

  @Test func `trap 1: without our seed it is the same in every process`() async {
    await #expect(processExitsWith: .success) {
      _ = try Context.shared()
      srand(1)  // what a process that never seeds has
      #expect(try firstRoutingID() == 0x6B8B_4567)
    }
  }

  @Test func `trap 1: a peer that claims the next id aborts a process that is not seeded`() async {
    await #expect(processExitsWith: .signal(SIGABRT)) {
      _ = try Context.shared()
      srand(1)
      try claimFirstKnownID()
    }
  }

  @Test func `trap 1: the same peer does nothing to a process of ours`() async {
    await #expect(processExitsWith: .success) {
      _ = try Context.shared()
      try claimFirstKnownID()
    }
  }

  // MARK: 2, routing ids are not identities

  @Test func `trap 2: in libzmq a second peer gets what was meant for the first`() throws {
    var router = try Socket(.router, in: .shared())
    let endpoint = try router.bind(loopback())
    let id = Array("mon-12".utf8)
    try visit(&router, endpoint, claiming: id)
    // The thief has not sent a byte.
    #expect(try steal(router: &router, endpoint, claiming: id, [42]) == [42])
  }

  @Test func `trap 2: a peer that chose its routing id is refused and can't be answered`() throws {
    var router = try Socket(.router, in: .shared())
    let endpoint = try router.bind(loopback())
    let chosen = try Socket.dealer(to: endpoint, claiming: Array("mon-12".utf8))
    let plain = try Socket.dealer(to: endpoint)
    _ = try chosen.send([1], within: patience)
    var frame = Frame()
    #expect(try router.receiveRouted(into: &frame, within: .milliseconds(100)) == nil)
    _ = try plain.send([2], within: patience)
    #expect(try router.receiveRouted(into: &frame, within: patience) != nil)
    #expect(frame.bytes == [2])
    #expect(router.refusals == Socket.Refusals(foreignRoutingID: 1))
  }

  @Test(arguments: [[0], [0, 1, 2, 3], [0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5]] as [[UInt8]])
  func `trap 2: only an id of libzmq's own form is one`(bytes: [UInt8]) {
    #expect(bytes.withUnsafeBytes { RoutingID($0) } == nil)
  }

  @Test func `trap 2: no text shows a routing id`() throws {
    let bytes: [UInt8] = [0, 0x12, 0x34, 0x56, 0x78]
    let id = try #require(bytes.withUnsafeBytes { RoutingID($0) })
    var dumped = ""
    dump(id, to: &dumped)
    for text in ["\(id)", String(reflecting: id), dumped] {
      #expect(!text.contains("\(0x1234_5678)"))
      #expect(!text.contains("12345678"))
    }
  }

  // MARK: 3, metadata lost from the first part

  @Test func `trap 3: after a poll the routing id's part has lost its user and ours has not`()
    throws
  {
    let keys = try CurveKeyPair.generate()
    var station = try Station(admitting: [keys.publicKey])
    let dealer = try station.dealer(keys)
    for index in 0..<UInt8(3) { _ = try dealer.send([index], within: patience) }
    let handle = station.router.handle
    let deadline = Deadline(within: patience)
    #expect(try handle.wait(for: Int32(Poller.Events.readable.rawValue), until: deadline))
    let part = Frame()
    #expect(try handle.receivePart(into: part))
    #expect(part.metadata("User-Id") == nil)
    #expect(try handle.receivePart(into: part))
    #expect(part.metadata("User-Id") != nil)
    var frame = Frame()
    for _ in 0..<2 {
      #expect(try station.router.receiveRouted(into: &frame, within: patience) != nil)
      let user = frame.userID
      #expect(try station.server.domain.key(of: #require(user)) == keys.publicKey)
    }
  }

  // MARK: 4, CURVE without a ZAP handler

  @Test func `trap 4: in libzmq any key gets in when no handler runs`() async {
    await #expect(processExitsWith: .success) {
      let outcome = try handshakeWithoutHandler(enforcing: false)
      #expect(outcome == .established)
    }
  }

  @Test func `trap 4: a server of ours refuses every key when no handler runs`() async {
    await #expect(processExitsWith: .success) {
      let outcome = try handshakeWithoutHandler(enforcing: true)
      #expect(outcome == .handshakeFailed || outcome == .disconnected)
    }
  }

  // MARK: 5, metadata that the peer claims

  @Test func `trap 5: a User-Id that a peer claims is in libzmq's metadata but not in ours`() throws
  {
    var router = try Socket(.router, in: .shared())
    let endpoint = try router.bind(loopback())
    let claim = String(decoding: UserID(1).text, as: UTF8.self)
    let peer = try HandWrittenPeer(port: port(of: endpoint), properties: [("User-Id", claim)])
    peer.send([1])
    var frame = Frame()
    #expect(try router.receiveRouted(into: &frame, within: patience) != nil)
    #expect(frame.metadataUserID == UserID(1))
    #expect(frame.userID == nil)
    peer.leave()
  }

  @Test func `trap 5: an authenticated peer's claims do not touch its user`() throws {
    let keys = try CurveKeyPair.generate()
    var station = try Station(admitting: [keys.publicKey])
    var dealer = try Socket(.dealer, in: .shared())
    try dealer.handle.set(.metadata, "X-User-Id:0000000000000001")
    try dealer.connect(
      station.endpoint, as: CurveClient(keys: keys, server: station.server.keys.publicKey))
    _ = try dealer.send([1], within: patience)
    var frame = Frame()
    #expect(try station.router.receiveRouted(into: &frame, within: patience) != nil)
    #expect(frame.metadata("X-User-Id") != nil)
    let user = frame.userID
    #expect(try station.server.domain.key(of: #require(user)) == keys.publicKey)
  }

  // MARK: 6, bounds that are none

  @Test func `trap 6: a message of several parts is thrown away and the next one arrives`() throws {
    var router = try Socket(.router, in: .shared())
    let dealer = try Socket.dealer(to: router.bind(loopback()))
    _ = try dealer.send([0], within: patience)
    try dealer.handle.send(parts: [[1], [2], [3]])
    _ = try dealer.send([4])
    var frame = Frame()
    #expect(try router.receiveRouted(into: &frame, within: patience) != nil)
    #expect(try router.receiveRouted(into: &frame, within: patience) != nil)
    #expect(frame.bytes == [4])
    #expect(router.refusals == Socket.Refusals(multipart: 1))
  }

  @Test func `trap 6: a DEALER throws away several parts as well`() throws {
    let endpoint = try inproc()
    var one = try Socket(.dealer, in: .shared())
    var two = try Socket(.dealer, in: .shared())
    try one.bind(endpoint)
    try two.connect(endpoint)
    try one.handle.send(parts: [[1], [2]])
    _ = try one.send([3])
    var frame = Frame()
    #expect(try two.receive(into: &frame, within: patience))
    #expect(frame.bytes == [3])
    #expect(two.refusals == Socket.Refusals(multipart: 1))
  }

  @Test func `trap 6: a part over the limit cuts its connection and no other`() throws {
    var options = SocketOptions()
    options.messageBytesMax = 1_000
    options.heartbeat = .zero  // the peer answers no ping, and would be cut for that
    var router = try Socket(.router, in: .shared(), options: options)
    let endpoint = try router.bind(loopback())
    let good = try Socket.dealer(to: endpoint)
    let peer = try HandWrittenPeer(port: port(of: endpoint))
    peer.send([UInt8](repeating: 1, count: 1_000 + SocketOptions.curveOverhead + 1))
    #expect(peer.isCut() == true)
    _ = try good.send([UInt8](repeating: 5, count: 1_000), within: patience)
    var frame = Frame()
    #expect(try router.receiveRouted(into: &frame, within: patience) != nil)
    #expect(frame.count == 1_000)
  }

  @Test func `trap 6: a message over the limit inside the process is thrown away`() throws {
    let endpoint = try inproc()
    var options = SocketOptions()
    options.messageBytesMax = 10
    var router = try Socket(.router, in: .shared(), options: options)
    try router.bind(endpoint)
    let dealer = try Socket.dealer(to: endpoint)
    _ = try dealer.send([UInt8](repeating: 0, count: 11), within: patience)
    _ = try dealer.send([UInt8](repeating: 0, count: 10))
    var frame = Frame()
    #expect(try router.receiveRouted(into: &frame, within: patience) != nil)
    #expect(frame.count == 10)
    #expect(router.refusals == Socket.Refusals(oversized: 1))
  }

  @Test func `trap 6: a flood of refused messages does not hold a call`() throws {
    let endpoint = try inproc()
    var pull = try Socket(.pull, in: .shared())
    try pull.bind(endpoint)
    var push = try Socket(.push, in: .shared())
    try push.connect(endpoint)
    for _ in 0..<100 { try push.handle.send(parts: [[1], [2]]) }
    var frame = Frame()
    #expect(try !pull.receive(into: &frame))
    #expect(pull.refusals.multipart == Socket.refusedPerCallMax)
  }

  // MARK: 7, fan-out without XPUB

  @Test func `trap 7: there is no kind of socket that can't tell its peers apart`() {
    // ZMQ_ROUTER, DEALER, PUSH, PULL, PAIR; publishing kinds are 1, 2, 9, 10, drafts 12 and above.
    #expect(Socket.Kind.allCases.map(\.number) == [6, 5, 8, 7, 0])
  }

  @Test func `trap 7: a ROUTER fans out to each peer what is for it`() throws {
    let endpoint = try inproc()
    var router = try Socket(.router, in: .shared())
    try router.bind(endpoint)
    var frame = Frame()
    for index in 0..<UInt8(50) {
      var dealer = try Socket.dealer(to: endpoint)
      _ = try dealer.send([index], within: patience)
      let peer = try #require(try router.receiveRouted(into: &frame, within: patience))
      #expect(try router.send([index, index], to: peer) == .queued)
      #expect(try dealer.receive(into: &frame, within: patience))
      #expect(frame.bytes == [index, index])
    }
  }

  // MARK: 8, thread hops

  @Test func `trap 8: a message reaches its receiver without the thread giving way`() throws {
    let endpoint = try inproc()
    var pull = try Socket(.pull, in: .shared())
    try pull.bind(endpoint)
    var push = try Socket(.push, in: .shared())
    try push.connect(endpoint)
    var frame = Frame()
    let before = try voluntarySwitches()
    for _ in 0..<100 {
      for _ in 0..<100 { _ = try push.send([1]) }
      for _ in 0..<100 { #expect(try pull.receive(into: &frame)) }
    }
    // 10,000 messages; one hop a message would be as many.
    #expect(try voluntarySwitches() - before < 1_000)
  }
}
