import CellProtocol
import Testing

@Suite struct ClientSessionTests {
  private let nonce = [UInt8](repeating: 1, count: Limit.tokenBytes)
  private let welcome = Welcome(
    session: [UInt8](repeating: 2, count: Limit.tokenBytes), site: "s", compartment: "c",
    principal: "c/p", journal: [UInt8](repeating: 3, count: Limit.tokenBytes))

  private func open(at now: Int64) -> ClientSession {
    var session = ClientSession(client: "test", principal: "c/p")
    _ = session.connected(at: now, nonce: nonce)
    session.welcomed(welcome)
    return session
  }

  @Test func `a new connection is tried at once`() {
    #expect(ClientSession(client: "test", principal: "c/p").duty(at: 0) == .connect)
  }

  @Test func `connecting gives a HELLO with the name and the keys`() throws {
    let key = [UInt8](repeating: 9, count: 16)
    var session = ClientSession(client: "test", principal: "c/p", keys: [key])
    let frame = session.connected(at: 5, nonce: nonce)
    #expect(
      try Command(frame)
        == .hello(Hello(client: "test", principal: "c/p", nonce: nonce, keys: [key])))
  }

  @Test func `a name that is too long is cut to what HELLO admits`() throws {
    var session = ClientSession(
      client: String(repeating: "é", count: 100), principal: "c/p")
    _ = try Command(session.connected(at: 0, nonce: nonce))
  }

  @Test func `a cell that never answers HELLO is given up`() {
    var session = ClientSession(client: "test", principal: "c/p")
    _ = session.connected(at: 0, nonce: nonce)
    #expect(session.duty(at: Limit.silenceMax - 1) == .nothing)
    #expect(session.duty(at: Limit.silenceMax) == .giveUp)
  }

  @Test func `who has nothing to say beats`() {
    var session = open(at: 0)
    #expect(session.duty(at: Limit.heartbeat - 1) == .nothing)
    #expect(session.duty(at: Limit.heartbeat) == .beat)
    session.sent(at: Limit.heartbeat)
    #expect(session.duty(at: Limit.heartbeat) == .nothing)
  }

  @Test func `what a cell said of silence ends with its session`() {
    var long = welcome
    long.silence = 3_600_000
    long.heartbeat = 1_000_000
    var session = ClientSession(client: "test", principal: "c/p")
    _ = session.connected(at: 0, nonce: nonce)
    session.welcomed(long)
    session.lost(at: 0, jitter: 0)
    _ = session.connected(at: 1_000, nonce: nonce)
    #expect(session.duty(at: 1_000 + Limit.silenceMax) == .giveUp)
  }

  @Test func `a silent cell is given up although we still send`() {
    var session = open(at: 0)
    session.sent(at: Limit.silenceMax)
    #expect(session.duty(at: Limit.silenceMax) == .giveUp)
  }

  @Test func `whatever is heard keeps a session alive`() {
    var session = open(at: 0)
    session.heard(at: Limit.silenceMax - 1)
    session.sent(at: Limit.silenceMax)
    #expect(session.duty(at: Limit.silenceMax) == .nothing)
  }

  @Test func `pauses double up to their bound and WELCOME begins them anew`() throws {
    var session = ClientSession(client: "test", principal: "c/p")
    var pauses: [Int64] = []
    for _ in 0..<9 {
      session.lost(at: 0, jitter: 0)
      pauses.append(try #require(session.pausedUntil))
    }
    #expect(pauses == [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000])
    session.welcomed(welcome)
    session.lost(at: 0, jitter: 0)
    #expect(session.phase == .paused(until: 100))
  }

  @Test func `randomness adds at most half of the pause`() throws {
    for jitter in [UInt64.max, 51, 50, 1 << 40] {
      var session = ClientSession(client: "test", principal: "c/p")
      session.lost(at: 1_000, jitter: jitter)
      #expect((1_100...1_150).contains(try #require(session.pausedUntil)))
    }
  }
}

extension ClientSession {
  /// When the next attempt is due; nil while there is a connection.
  fileprivate var pausedUntil: Int64? {
    if case .paused(let until) = phase { until } else { nil }
  }
}
