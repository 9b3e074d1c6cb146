import Testing

@testable import ZeroMQ

@Suite struct SocketTests {
  @Test func `a message goes from a dealer to a router and back`() throws {
    var router = try Socket(.router, in: .shared())
    var dealer = try Socket.dealer(to: router.bind(loopback()))
    #expect(try dealer.send([1, 2, 3], within: patience) == .queued)
    var frame = Frame()
    let sender = try #require(try router.receiveRouted(into: &frame, within: patience))
    #expect(frame.bytes == [1, 2, 3])
    #expect(try router.send([4], to: sender) == .queued)
    #expect(try dealer.receive(into: &frame, within: patience))
    #expect(frame.bytes == [4])
  }

  @Test(arguments: [0, 1, 33, 34, 8_192, 1 << 20])
  func `a message arrives whole whatever its length`(count: Int) throws {
    var pull = try Socket(.pull, in: .shared())
    var push = try Socket(.push, in: .shared())
    try push.connect(pull.bind(loopback()))
    let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try push.send(message, within: patience) == .queued)
    var frame = Frame()
    #expect(try pull.receive(into: &frame, within: patience))
    #expect(frame.bytes == message)
  }

  @Test func `messages of one peer keep their order`() throws {
    let endpoint = try inproc()
    var pull = try Socket(.pull, in: .shared())
    try pull.bind(endpoint)
    var push = try Socket(.push, in: .shared())
    try push.connect(endpoint)
    for index in 0..<UInt8(200) { #expect(try push.send([index]) == .queued) }
    var frame = Frame()
    var received: [UInt8] = []
    while try pull.receive(into: &frame) { received += frame.bytes }
    #expect(received == Array(0..<200))
  }

  @Test func `a frame is passed on without its bytes being copied`() throws {
    let (near, far) = try (inproc(), inproc())
    var first = try Socket(.pair, in: .shared())
    var middle = try Socket(.pair, in: .shared())
    var forward = try Socket(.pair, in: .shared())
    var last = try Socket(.pair, in: .shared())
    try first.bind(near)
    try middle.connect(near)
    try last.bind(far)
    try forward.connect(far)
    _ = try first.send([UInt8](repeating: 7, count: 1_000))
    var frame = Frame()
    #expect(try middle.receive(into: &frame, within: patience))
    let address = frame.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(try forward.send(moving: &frame) == .queued)
    #expect(frame.count == 0)
    #expect(try last.receive(into: &frame, within: patience))
    #expect(frame.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == address)
    #expect(frame.count == 1_000)
  }

  @Test func `a message that found no room stays with the sender`() throws {
    var push = try Socket(.push, in: .shared())
    try push.connect(Endpoint("ipc:///tmp/\(uniqueName())"))
    let endpoint = try inproc()
    var one = try Socket(.pair, in: .shared())
    var two = try Socket(.pair, in: .shared())
    try one.bind(endpoint)
    try two.connect(endpoint)
    _ = try one.send([9])
    var frame = Frame()
    #expect(try two.receive(into: &frame, within: patience))
    #expect(try push.send(moving: &frame) == .full)
    #expect(frame.bytes == [9])
  }

  @Test func `nothing is sent into a connection that does not stand`() throws {
    var dealer = try Socket.dealer(to: Endpoint("ipc:///tmp/\(uniqueName())"))
    #expect(try dealer.send([1], within: .milliseconds(1)) == .full)
    var frame = Frame()
    #expect(try !dealer.receive(into: &frame, within: .milliseconds(1)))
  }

  @Test func `a full peer is reported and the others still get theirs`() throws {
    var options = SocketOptions()
    options.sendHighWater = 2
    options.receiveHighWater = 2
    let endpoint = try inproc()
    var router = try Socket(.router, in: .shared(), options: options)
    try router.bind(endpoint)
    var stalled = try Socket(.dealer, in: .shared(), options: options)
    var lively = try Socket(.dealer, in: .shared())
    try stalled.connect(endpoint)
    try lively.connect(endpoint)
    var frame = Frame()
    _ = try stalled.send([1])
    let slow = try #require(try router.receiveRouted(into: &frame, within: patience))
    _ = try lively.send([2])
    let quick = try #require(try router.receiveRouted(into: &frame, within: patience))
    let results = try (0..<10).map { try router.send([UInt8($0)], to: slow) }
    #expect(results.first == .queued)
    #expect(results.last == .full)
    #expect(try router.send([3], to: quick) == .queued)
    #expect(try lively.receive(into: &frame, within: patience))
  }

  @Test func `an answer to a peer that left is reported as gone`() throws {
    var router = try Socket(.router, in: .shared())
    let endpoint = try router.bind(loopback())
    let sender = try passingDealer(to: endpoint, on: &router)
    #expect(try becomesGone(sender, on: &router))
  }

  private func passingDealer(
    to endpoint: Endpoint, on router: inout Socket
  ) throws -> RoutingID {
    let dealer = try Socket.dealer(to: endpoint)
    _ = try dealer.send([1], within: patience)
    var frame = Frame()
    return try #require(try router.receiveRouted(into: &frame, within: patience))
  }

  private func becomesGone(_ peer: RoutingID, on router: inout Socket) throws -> Bool {
    let deadline = Deadline(within: patience)
    var frame = Frame()
    while !deadline.isOver {
      if try router.send([1], to: peer) == .gone { return true }
      _ = try router.receiveRouted(into: &frame, within: .milliseconds(1))
    }
    return false
  }

  @Test func `a message over the limit is not sent`() throws {
    var options = SocketOptions()
    options.messageBytesMax = 100
    let push = try Socket(.push, in: .shared(), options: options)
    #expect(throws: ZeroMQError.self) { try push.send([UInt8](repeating: 0, count: 101)) }
  }

  @Test func `a binding that is taken names call and errno`() throws {
    var one = try Socket(.router, in: .shared())
    var two = try Socket(.router, in: .shared())
    let endpoint = try one.bind(loopback())
    let error = try #require(throws: ZeroMQError.self) { try two.bind(endpoint) }
    #expect("\(error)" == "VGM-3912 zmq_bind: EADDRINUSE")
  }

  @Test func `a socket moves to a thread that owns it from then on`() throws {
    let endpoint = try inproc()
    var pair = try Socket(.pair, in: .shared())
    try pair.bind(endpoint)
    let echo = try PosixThread("echo", moving: pair) { pair in
      var pair = pair
      var frame = Frame()
      guard (try? pair.receive(into: &frame, within: patience)) == true else { return }
      _ = try? pair.send(moving: &frame)
    }
    var client = try Socket(.pair, in: .shared())
    try client.connect(endpoint)
    _ = try client.send([42], within: patience)
    var frame = Frame()
    #expect(try client.receive(into: &frame, within: patience))
    #expect(frame.bytes == [42])
    echo.join()
  }
}
