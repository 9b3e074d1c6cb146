import CellProtocol
import Cryptography
package import ZeroMQ

/// How a client reaches a cell.
package struct ConnectionConfiguration: Sendable {
  package let cell: CellAddress
  /// Who we are, in full: `icu/monitor`.
  package let principal: String
  /// The principal's CURVE keys.
  package let keys: CurveKeyPair
  /// For the operator's table at the cell; no identity.
  package let clientName: String

  /// A cell, who we are, the keys that prove it, and a name for logs.
  package init(cell: CellAddress, principal: String, keys: CurveKeyPair, clientName: String) {
    self.cell = cell
    self.principal = principal
    self.keys = keys
    self.clientName = clientName
  }
}

/// One connection to a cell, for ever: connects, greets, beats, and comes again after every loss.
///
/// Lives on one thread, which it may keep until it is told to stop.
final class CellConnection {
  /// How many frames one turn takes before it sends what is due.
  private static let framesPerTurn = 256
  /// How long we say nothing while we are busy, in milliseconds.
  private static let busyMax: Int64 = 100

  private let context: Context
  private let configuration: ConnectionConfiguration
  private let role: any SessionRole
  private let wakeUp: WakeUp
  private let status: @Sendable (ConnectionStatus) -> Void
  private var session: ClientSession
  /// The token that the cell wants back; the newest stands for all before it.
  private var echo: [UInt8]?

  init(
    in context: Context, _ configuration: ConnectionConfiguration, role: any SessionRole,
    wakeUp: WakeUp, status: @escaping @Sendable (ConnectionStatus) -> Void
  ) {
    self.context = context
    self.configuration = configuration
    self.role = role
    self.wakeUp = wakeUp
    self.status = status
    session = ClientSession(
      client: configuration.clientName, principal: configuration.principal, keys: role.keys)
  }

  /// Works until `keepsRunning` is false, asked before each thing that is handled and at a wake-up.
  /// What the operating system refuses us today, a socket for want of descriptors above all, is
  /// tried again like a lost connection.
  ///
  /// - Throws: when even waiting is impossible; then this thread is of no further use.
  func run(while keepsRunning: () -> Bool) throws(ZeroMQError) {
    while keepsRunning() {
      let now = MonotonicClock.milliseconds()
      guard session.duty(at: now) == .connect else {
        try pause(until: session.deadline, at: now)
        continue
      }
      do throws(ZeroMQError) {
        var link = try CellLink(in: context, configuration, wakeUp: wakeUp)
        try converse(over: &link, while: keepsRunning)
      } catch {
        status(.failed(error))
      }
      role.closed()
      echo = nil
      session.lost(at: MonotonicClock.milliseconds(), jitter: Self.random())
      if keepsRunning() { status(.lost) }
    }
  }

  private func pause(until deadline: Int64, at now: Int64) throws(ZeroMQError) {
    var poller = Poller()
    _ = try poller.add(wakeUp)
    _ = try poller.wait(within: .milliseconds(max(1, deadline - now)))
    wakeUp.reset()
  }

  /// One socket's life: until it fails, the cell ends it, or we stop.
  private func converse(
    over link: inout CellLink, while keepsRunning: () -> Bool
  ) throws(ZeroMQError) {
    link.queue(session.connected(at: MonotonicClock.milliseconds(), nonce: Self.nonce()))
    while true {
      let now = MonotonicClock.milliseconds()
      // What the role still has to say, cursors above all, goes before the good-bye.
      try fill(&link, at: now)
      guard keepsRunning() else {
        if try link.flush() {
          link.queue(Command.byeFrame)
          try link.flush()
        }
        return
      }
      let due = min(session.deadline, session.isOpen ? role.deadline : .max)
      guard try link.wait(max(0, min(due - now, 60_000))) else { return }
      wakeUp.reset()
      if link.refusedKey {
        // libzmq does not try again by itself after this; a policy may admit the key by then.
        status(.keyRefused)
        return
      }
      guard try receive(&link, while: keepsRunning) else { return }
    }
  }

  /// Sends what is due: beats, and what the role has, while the socket takes it.
  private func fill(_ link: inout CellLink, at now: Int64) throws(ZeroMQError) {
    guard try link.flush() else { return }
    // The cell sends no more before it has this, so it goes first.
    if let token = echo {
      echo = nil
      link.queue(Heartbeat(token: token).encoded())
      session.sent(at: now)
      guard try link.flush() else { return }
    }
    while session.isOpen, let frame = role.nextFrame(at: now) {
      link.queue(frame)
      session.sent(at: now)
      guard try link.flush() else { return }
    }
    if session.duty(at: now) == .beat {
      link.queue(Heartbeat().encoded())
      session.sent(at: now)
      _ = try link.flush()
    }
  }

  /// Takes what came; false when this connection is over.
  private func receive(
    _ link: inout CellLink, while keepsRunning: () -> Bool
  ) throws(ZeroMQError) -> Bool {
    var spoken = MonotonicClock.milliseconds()
    for _ in 0..<Self.framesPerTurn where keepsRunning() {
      guard let frame = try link.receive() else { break }
      session.heard(at: MonotonicClock.milliseconds())
      guard let command = try? Command(frame),
        take(command, of: frame, at: MonotonicClock.milliseconds())
      else { return false }
      while role.hasWork, keepsRunning() {
        role.work()
        guard MonotonicClock.coarseMilliseconds() - spoken >= Self.busyMax else { continue }
        let now = MonotonicClock.milliseconds()
        // While we are busy we can't hear the cell, and it must hear us.
        session.heard(at: now)
        try fill(&link, at: now)
        spoken = now
      }
    }
    return session.duty(at: MonotonicClock.milliseconds()) != .giveUp
  }

  private func take(_ command: Command, of frame: [UInt8], at now: Int64) -> Bool {
    switch command {
    case .welcome(let welcome):
      guard !session.isOpen, welcome.principal == configuration.principal,
        role.opened(welcome, at: now)
      else { return false }
      session.welcomed(welcome)
      status(.open(principal: welcome.principal))
      return true
    case .error(let report):
      status(.refused(code: report.code, about: report.about))
      // The cell has no session of ours any more, whatever we believed: only HELLO helps.
      guard !report.isFatal, session.isOpen, report.code != ProtocolCode.notGreeted.rawValue else {
        return false
      }
      return role.take(command, of: frame, at: now)
    case .bye:
      return false
    case .heartbeat(let heartbeat):
      if !heartbeat.token.isEmpty { echo = heartbeat.token }
      return session.isOpen
    case .hello, .publish, .ack, .nack, .subscribe, .credit, .deliver, .acked, .subscribed,
      .unsubscribe:
      return session.isOpen && role.take(command, of: frame, at: now)
    }
  }

  private static func nonce() -> [UInt8] {
    SecureRandom.bytes(Limit.tokenBytes)
  }

  private static func random() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
