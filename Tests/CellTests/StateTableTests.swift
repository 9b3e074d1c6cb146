import Cell
import CellProtocol
import Testing

/// Each row of the README's state table, in both states.
@Suite struct StateTableTests {
  private static let connection: UInt64 = 5

  @Test func `the table is found and has a row for each verb`() {
    #expect(StateTable.rows.count >= 30)
    for verb in ["HELLO", "WELCOME", "PUBLISH", "ACK", "NACK", "SUBSCRIBE", "CREDIT", "DELIVER"] {
      #expect(StateTable.rows.contains { $0.received == verb }, "\(verb)")
    }
    for verb in ["ACKED", "HEARTBEAT", "ERROR", "SUBSCRIBED", "BYE", "UNSUBSCRIBE"] {
      #expect(StateTable.rows.contains { $0.received == verb }, "\(verb)")
    }
  }

  @Test(arguments: StateTable.rows)
  func `a stranger gets what the table says`(_ row: StateTable.Row) throws {
    let scene = try Scene(row.received, isOpen: false)
    #expect(scene.outcome == row.stranger, "\(row.received)")
  }

  @Test(arguments: StateTable.rows)
  func `an open session gets what the table says`(_ row: StateTable.Row) throws {
    let scene = try Scene(row.received, isOpen: true)
    #expect(scene.outcome == row.open, "\(row.received)")
  }
}

/// One row played: the state made, the command sent, the answer put into the table's words.
private struct Scene {
  let outcome: String

  init(_ received: String, isOpen: Bool) throws {
    let harness = try CoreHarness(try Hospital())
    let producer = try Producer(harness.hospital)
    let player = Player(harness: harness, producer: producer, name: "icu/monitor")
    outcome = try player.play(received, isOpen: isOpen)
  }
}

private struct Player {
  let harness: CoreHarness
  let producer: Producer
  /// Who is on the connection: a publisher; for subscriptions a subscriber.
  var name: String
  private let connection: UInt64 = 5
  /// What the cell last asked back.
  private var token = [UInt8](repeating: 6, count: Limit.heartbeatTokenBytes)

  init(harness: CoreHarness, producer: Producer, name: String) {
    self.harness = harness
    self.producer = producer
    self.name = name
  }

  func play(_ received: String, isOpen: Bool) throws -> String {
    var player = self
    if ["SUBSCRIBE", "CREDIT", "ACKED", "UNSUBSCRIBE"].contains(where: received.hasPrefix) {
      player.name = "icu/dashboard"
    }
    if isOpen { harness.greet(connection, as: player.name) }
    try player.prepare(received, isOpen: isOpen)
    _ = harness.take(connection)
    try player.send(received)
    return player.describe(isOpen: isOpen)
  }

  /// What must be there before the command means what the row says.
  private mutating func prepare(_ received: String, isOpen: Bool) throws {
    switch received {
    case "HELLO of a principal with too many sessions":
      let others = Limit.sessionsPerPrincipalMax - (isOpen ? 1 : 0)
      for other in 0..<UInt64(others) { harness.greet(100 + other, as: name) }
    case "HEARTBEAT with the token":
      guard isOpen else { return }
      harness.deaf = [connection]
      harness.pass(Limit.heartbeat)
      for (command, _) in harness.take(connection) {
        if case .heartbeat(let beat) = command { token = beat.token }
      }
    case "SUBSCRIBE with a number in use", "CREDIT", "CREDIT beyond the bound", "ACKED",
      "ACKED beyond what was passed", "UNSUBSCRIBE":
      guard isOpen else { return }
      harness.greet(9, as: "icu/monitor")
      _ = harness.publish([try producer.one()], on: 9)
      harness.subscribe(on: connection, as: name)
    case "the 64th fault of a principal":
      for _ in 1..<Limit.faultsMax { harness.receive([0x80], on: connection, as: name) }
    default: break
    }
  }

  private func send(_ received: String) throws {
    switch received {
    case "anything with a chosen routing id":
      harness.step(.discarded(code: ProtocolCode.namedPeer.rawValue, count: 1))
    case "several parts":
      harness.step(.discarded(code: ProtocolCode.multipart.rawValue, count: 1))
    case "anything under another key":
      harness.receive(Heartbeat().encoded(), on: connection, as: "icu/trainee")
    case "nothing for `silence`": harness.pass(Limit.silenceMax)
    case "PUBLISH beyond the credit":
      let filler = [[UInt8]](repeating: [UInt8](repeating: 1, count: 1_000_000), count: 1)
      for request in 1...5 {
        let frame = Publish.encoded(request: UInt64(request), messages: filler)
        harness.step(.frame(harness.peer(connection, name), frame))
        if request < 5 { _ = harness.take(connection) }
      }
    default: harness.receive(try frame(received), on: connection, as: name)
    }
  }

  private func frame(_ received: String) throws -> [UInt8] {
    if let frame = try cellFrame(received) { return frame }
    let nonce = [UInt8](repeating: 2, count: 16)
    let beyond = Limit.subscriptionCreditBytesMax
    switch received {
    case let hello where hello.hasPrefix("HELLO of another"): return [0x82, 0x01, 0x02]
    case "HELLO of a principal that this key is not":
      return Hello(client: "t", principal: "icu/pump", nonce: nonce, keys: []).encoded()
    case let hello where hello.hasPrefix("HELLO"):
      return Hello(client: "t", principal: name, nonce: nonce, keys: []).encoded()
    case "PUBLISH": return Publish.encoded(request: 1, messages: [try producer.one()])
    case "PUBLISH beyond the next request":
      return Publish.encoded(request: 2, messages: [try producer.one()])
    case "PUBLISH with too many signatures":
      let messages = try (0...Limit.signaturesPerPublishMax).map { _ in try producer.one() }
      return Publish.encoded(request: 1, messages: messages)
    case "SUBSCRIBE", "SUBSCRIBE with a number in use": return subscribe("vitals", .oldest)
    case "SUBSCRIBE to what is not granted": return subscribe("notes", .oldest)
    case "SUBSCRIBE beyond the head": return subscribe("vitals", .offset(1))
    case "CREDIT", "CREDIT for no subscription":
      return Credit(subscription: 1, bytes: 100).encoded()
    case "CREDIT beyond the bound": return Credit(subscription: 1, bytes: beyond).encoded()
    case "ACKED", "ACKED for no subscription": return Acked(subscription: 1, offset: 0).encoded()
    case "ACKED beyond what was passed": return Acked(subscription: 1, offset: 1).encoded()
    case "UNSUBSCRIBE", "UNSUBSCRIBE for no subscription":
      return Unsubscribe(subscription: 1).encoded()
    case "HEARTBEAT": return Heartbeat().encoded()
    case "HEARTBEAT with the token", "HEARTBEAT with another token":
      return Heartbeat(token: token).encoded()
    case "BYE": return Command.byeFrame
    case "a verb nobody knows": return [0x81, 0x0f]
    case "malformed", "the 64th fault of a principal": return [0x80]
    case "longer than frame-max": return [UInt8](repeating: 0x81, count: Limit.frameBytesMax + 1)
    default: throw Unknown(row: received)
    }
  }

  /// What only a cell sends.
  private func cellFrame(_ received: String) throws -> [UInt8]? {
    let token = [UInt8](repeating: 2, count: 16)
    switch received {
    case "WELCOME":
      return Welcome(
        session: token, site: "s", compartment: "c", principal: "c/p", journal: token
      ).encoded()
    case "ACK": return Ack(request: 1, results: [.duplicate], credit: 1).encoded()
    case "NACK": return Nack(request: 1, code: 3114, retryAfter: 1, credit: 1).encoded()
    case "DELIVER":
      return Deliver.encoded(
        subscription: 1, [Outgoing(offset: 0, source: [1], range: 0..<1)])
    case "ERROR": return ErrorReport(.malformed).encoded()
    case "SUBSCRIBED": return Subscribed(subscription: 1, first: 0, head: 0).encoded()
    default: return nil
    }
  }

  private func subscribe(_ flow: String, _ from: Subscribe.Start) -> [UInt8] {
    Subscribe(subscription: 1, flow: flow, from: from, credit: 1_000).encoded()
  }

  /// The answer in the words of the table.
  private func describe(isOpen: Bool) -> String {
    let answers = harness.take(connection).map { word(for: $0.command) }
      .filter { $0 != "DELIVER" }
    let answer = answers.last ?? "nothing"
    let hasSession = harness.core.hasSession(connection)
    switch (answer, hasSession) {
    case ("WELCOME", true): return "WELCOME → open"
    case ("nothing", false) where isOpen: return "nothing → stranger"
    default:
      let isCut = answer.hasPrefix("cut")
      return isCut && hasSession ? "\(answer), but the session is still there" : answer
    }
  }

  private func word(for command: Command) -> String {
    switch command {
    case .welcome: "WELCOME"
    case .ack: "ACK"
    case .nack(let nack): "NACK \(nack.code)"
    case .subscribed: "SUBSCRIBED"
    case .deliver: "DELIVER"
    case .error(let error):
      "\(error.isFatal ? "cut" : "error") "
        + (error.code / 1_000 == 2 ? "2xxx" : "\(error.code)")
    case .hello, .publish, .subscribe, .credit, .acked, .heartbeat, .bye, .unsubscribe:
      "\(command)"
    }
  }

  struct Unknown: Error { let row: String }
}
