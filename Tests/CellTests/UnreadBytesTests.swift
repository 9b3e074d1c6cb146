import Cell
import CellProtocol
import Testing

/// What a peer does not read may not become the cell's memory.
@Suite struct UnreadBytesTests {
  private let harness: CoreHarness

  /// A cell with 16 MiB of vitals.
  init() throws {
    harness = try CoreHarness(try Hospital())
    let producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor")
    for request in 1...64 as ClosedRange<UInt64> {
      _ = harness.publish(try producer.sign(256, bytes: 1_000), request: request)
    }
  }

  /// Bytes sent to connections since the last look.
  private func bytes(_ connections: some Sequence<UInt64>) -> Int {
    connections.reduce(0) { sum, connection in
      sum + harness.take(connection).reduce(0) { $0 + $1.frame.count }
    }
  }

  private func openEverything(on connection: UInt64) {
    harness.greet(connection, as: "icu/dashboard")
    for number in 0..<UInt32(Limit.subscriptionsPerSessionMax) {
      harness.subscribe(
        credit: Limit.subscriptionCreditBytesMax, number: number, on: connection,
        as: "icu/dashboard")
    }
  }

  @Test func `who reads gets all of it`() {
    harness.greet(2, as: "icu/dashboard")
    harness.subscribe(credit: Limit.subscriptionCreditBytesMax, on: 2, as: "icu/dashboard")
    var seen = harness.delivered(2).count
    while seen < 16_384 {
      harness.receive(Credit(subscription: 1, bytes: 1 << 20).encoded(), on: 2, as: "icu/dashboard")
      let more = harness.delivered(2).count
      guard more > 0 else { break }
      seen += more
    }
    #expect(seen == 16_384)
  }

  @Test func `a connection that reads nothing is sent its bound and no more`() {
    harness.deaf = [2]
    openEverything(on: 2)
    #expect(bytes([2]) < Limit.unprovenBytesMax)
    #expect(harness.core.hasSession(2))
  }

  @Test func `many subscriptions served in one turn are sent the bound, and end nothing`() {
    harness.deaf = [2]
    harness.greet(2, as: "icu/dashboard")
    for number in 0..<UInt32(Limit.subscriptionsPerSessionMax) {
      let subscribe = Subscribe(
        subscription: number, flow: "vitals", from: .oldest, credit: 1 << 20)
      harness.step(.frame(harness.peer(2, "icu/dashboard"), subscribe.encoded()))
    }
    harness.step(.drained)
    harness.step(.serve(Limit.subscriptionsPerSessionMax))
    #expect(harness.core.hasSession(2))
    #expect(bytes([2]) < Limit.unprovenDeliverBytesMax + 2 * Limit.deliverBytes)
  }

  @Test func `what is not delivered for want of room is delivered when there is some`() {
    harness.greet(2, as: "icu/dashboard")
    for number in 0..<UInt32(Limit.subscriptionsPerSessionMax) {
      let subscribe = Subscribe(
        subscription: number, flow: "vitals", from: .oldest, credit: 1 << 20)
      harness.step(.frame(harness.peer(2, "icu/dashboard"), subscribe.encoded()))
    }
    harness.step(.drained)
    while harness.core.hasReady { harness.step(.serve(Limit.subscriptionsPerSessionMax)) }
    var seen: [UInt32: Int] = [:]
    for case .deliver(let deliver) in harness.take(2).map(\.command) {
      seen[deliver.subscription, default: 0] += deliver.messages.count
    }
    #expect(seen.count == Limit.subscriptionsPerSessionMax)
    #expect(Set(seen.values).count == 1, "each as much as its credit allows")
  }

  @Test func `room that comes back with a connection that is gone wakes who waits`() throws {
    let producer = try Producer(harness.hospital, epoch: 2)
    _ = harness.publish(try producer.sign(3, flow: "alerts"), request: 65)
    harness.greet(2, as: "icu/dashboard")
    harness.subscribe("alerts", credit: 0, number: 9, on: 2, as: "icu/dashboard")
    let dead = 100..<UInt64(117)
    harness.deaf = Set(dead)
    for connection in dead.dropLast(2) { openEverything(on: connection) }
    for _ in 0..<4 {
      harness.pass(Limit.silenceMax / 3)
      harness.receive(Heartbeat().encoded(), on: 2, as: "icu/dashboard")
    }
    for connection in dead.suffix(2) { openEverything(on: connection) }
    let credit = Credit(subscription: 9, bytes: 1 << 20)
    harness.receive(credit.encoded(), on: 2, as: "icu/dashboard")
    #expect(harness.delivered(2) == [], "the principal has used up its room")
    harness.gone = Set(dead)
    for _ in 0..<12 {
      harness.pass(1_000)
      harness.receive(Heartbeat().encoded(), on: 2, as: "icu/dashboard")
    }
    #expect(harness.delivered(2) == [0, 1, 2])
  }

  @Test func `greeting again on the same connection gives nothing anew`() {
    harness.deaf = [2]
    var total = 0
    for _ in 0..<10 {
      openEverything(on: 2)
      total += bytes([2])
    }
    #expect(total < Limit.unprovenBytesMax + 1 << 20)
  }

  @Test func `a principal that opens connection after connection is sent its bound and no more`() {
    let connections = 100..<UInt64(300)
    harness.deaf = Set(connections)
    var total = 0
    for connection in connections {
      openEverything(on: connection)
      harness.receive(Command.byeFrame, on: connection, as: "icu/dashboard")
      total += bytes([connection])
    }
    #expect(total < Limit.unprovenPrincipalBytesMax + Limit.unprovenBytesMax)
    harness.greet(500, as: "icu/dashboard")
    #expect(!harness.core.hasSession(500))
    harness.greet(501, as: "icu/trainee")
    #expect(harness.core.hasSession(501))
  }

  @Test func `connections that are gone are forgotten, and with them what they had not read`() {
    let connections = 100..<UInt64(130)
    harness.deaf = Set(connections)
    for connection in connections { openEverything(on: connection) }
    _ = bytes(connections)
    harness.gone = Set(connections)
    harness.pass(Limit.silenceMax)
    harness.pass(Limit.silenceMax)
    harness.greet(500, as: "icu/dashboard")
    #expect(harness.core.hasSession(500))
    #expect(harness.core.connections.isDisjoint(with: connections))
  }

  @Test func `who reads at last is served on`() {
    harness.deaf = [2]
    harness.greet(2, as: "icu/dashboard")
    for number in 0..<3 as Range<UInt32> {
      harness.subscribe(
        credit: Limit.subscriptionCreditBytesMax, number: number, on: 2, as: "icu/dashboard")
    }
    var tokens: [[UInt8]] = []
    var before = 0
    for (command, frame) in harness.take(2) {
      before += frame.count
      if case .heartbeat(let beat) = command { tokens.append(beat.token) }
    }
    #expect(before > Limit.unprovenDeliverBytesMax)
    harness.deaf = []
    harness.receive(
      Heartbeat(token: tokens.last ?? []).encoded(), on: 2, as: "icu/dashboard")
    #expect(bytes([2]) > 1 << 20)
  }
}
