/// The client's half of a connection: when to connect, to greet, to beat, to give up and to come
/// again.
///
/// Pure: the caller owns the socket and brings time (monotonic milliseconds) and randomness.
/// Clients and the links between cells use it alike.
package struct ClientSession: Sendable {
  /// Where the connection stands.
  package enum Phase: Equatable, Sendable {
    /// No socket; the next attempt is at this time.
    case paused(until: Int64)
    /// HELLO is sent, WELCOME not yet here.
    case greeting
    /// WELCOME came.
    case open
  }

  /// What the caller must do now.
  package enum Duty: Equatable, Sendable {
    case nothing
    /// Open a new socket, then call ``connected(at:nonce:)``.
    case connect
    /// Send HEARTBEAT, then call ``sent(at:)``.
    case beat
    /// Close the socket, then call ``lost(at:jitter:)``: the cell is silent.
    case giveUp
  }

  private let client: String
  private let principal: String
  private let keys: [[UInt8]]
  package private(set) var phase: Phase
  private var pause = Limit.reconnectMin
  private var lastHeard: Int64 = 0
  private var lastSent: Int64 = 0
  private var heartbeat = Limit.heartbeat
  private var silence = Limit.silenceMax

  /// A connection that has not been tried.
  ///
  /// - Parameters:
  ///   - client: the name for the operator's table, cut to 64 bytes.
  ///   - principal: who we mean to be, in full: `icu/monitor`.
  ///   - keys: ids of the signing keys that it will publish with, 16 bytes each.
  package init(client: String, principal: String, keys: [[UInt8]] = []) {
    var name = client.isEmpty ? "client" : client
    while name.utf8.count > Limit.nameBytesMax { name.removeLast() }
    self.client = name
    self.principal = principal
    self.keys = Array(keys.prefix(Limit.keysPerHelloMax))
    phase = .paused(until: .min)
  }

  package var isOpen: Bool { phase == .open }

  /// What is due at a time.
  package func duty(at now: Int64) -> Duty {
    switch phase {
    case .paused(let until): return now >= until ? .connect : .nothing
    case .greeting: return now - lastHeard >= silence ? .giveUp : .nothing
    case .open:
      if now - lastHeard >= silence { return .giveUp }
      return now - lastSent >= heartbeat ? .beat : .nothing
    }
  }

  /// When ``duty(at:)`` can next change without anything being sent or heard.
  package var deadline: Int64 {
    switch phase {
    case .paused(let until): until
    case .greeting: lastHeard + silence
    case .open: min(lastHeard + silence, lastSent + heartbeat)
    }
  }

  /// The socket is open; gives the HELLO to send.
  package mutating func connected(at now: Int64, nonce: [UInt8]) -> [UInt8] {
    phase = .greeting
    // What the last WELCOME said of times was said of its session.
    heartbeat = Limit.heartbeat
    silence = Limit.silenceMax
    lastHeard = now
    lastSent = now
    return Hello(client: client, principal: principal, nonce: nonce, keys: keys).encoded()
  }

  /// A frame came.
  package mutating func heard(at now: Int64) { lastHeard = now }

  /// A frame went.
  package mutating func sent(at now: Int64) { lastSent = now }

  /// WELCOME came.
  package mutating func welcomed(_ welcome: Welcome) {
    phase = .open
    pause = Limit.reconnectMin
    heartbeat = welcome.heartbeat
    silence = max(welcome.silence, welcome.heartbeat + 1)
  }

  /// The socket is closed, for whatever reason: pauses before the next attempt, twice as long each
  /// time.
  ///
  /// - Parameter jitter: random; up to half of the pause is added by it, so that clients do not
  ///   come back all at once.
  package mutating func lost(at now: Int64, jitter: UInt64) {
    let added = Int64(jitter % UInt64(pause / 2 + 1))
    phase = .paused(until: now + pause + added)
    pause = min(pause * 2, Limit.reconnectMax)
  }
}
