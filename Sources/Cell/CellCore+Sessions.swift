import CellProtocol
import Cryptography
import Policy

extension CellCore {
  /// One frame of a client: its session, its grammar, then its command.
  func receive(
    _ frame: [UInt8], from peer: Peer, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let session = sessions[peer.connection]
    if let session, session.peer.user != peer.user {
      end(session, .keyChanged, &effects)
      return
    }
    session?.lastHeard = now.monotonic
    do throws(ProtocolFault) {
      let command = try Command(frame)
      if case .hello(let hello) = command {
        greet(hello, from: peer, now, &effects)
      } else if let session {
        obey(command, frame, session, now, &effects)
      } else if command != .bye {
        refuse(.notGreeted, to: peer, &effects)
      }
    } catch {
      guard let session else {
        refuse(error.code, to: peer, &effects)
        return
      }
      fault(error.code, session, now, &effects)
    }
  }

  private func obey(
    _ command: Command, _ frame: [UInt8], _ session: Session, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    switch command {
    case .publish(let publish): self.publish(publish, frame, session, now, &effects)
    case .subscribe(let subscribe): open(subscribe, session, now, &effects)
    case .credit(let credit): extend(credit, session, now, &effects)
    case .acked(let acked): advance(acked, session, now, &effects)
    case .heartbeat: break
    case .bye: close(session)
    case .hello, .welcome, .ack, .nack, .deliver, .error, .subscribed:
      fault(.unknownCommand, session, now, &effects)
    }
  }

  private func greet(
    _ hello: Hello, from peer: Peer, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    if let old = sessions[peer.connection] { close(old) }
    guard let (id, handle) = desk.principal(of: peer.user),
      desk.snapshot.refusal(of: handle, at: now.wallSeconds) == nil
    else { return refuse(.unknownPrincipal, to: peer, &effects) }
    guard sessions.count < Limit.sessionsMax,
      sessionsOf[id, default: 0] < Limit.sessionsPerPrincipalMax
    else { return refuse(.sessionLimit, to: peer, as: id.description, &effects) }
    let session = Session(
      peer: peer, token: token(hello.nonce), who: (id, handle),
      compartment: identity.compartment, at: now.monotonic)
    sessions[peer.connection] = session
    sessionsOf[id, default: 0] += 1
    var welcome = Welcome(
      session: session.token, site: identity.site, compartment: identity.compartment,
      principal: id.text(in: identity.compartment))
    welcome.marks = marks(of: hello.keys, for: handle)
    send(welcome.encoded(), to: session, now, &effects)
  }

  /// How far the announced keys' messages are durable, for those that are this principal's.
  private func marks(of keys: [[UInt8]], for principal: PrincipalHandle) -> [Welcome.Mark] {
    var marks: [Welcome.Mark] = []
    for bytes in keys {
      guard let key = KeyID(bytes), let publisher = desk.snapshot.publisher(key),
        publisher.principal == principal
      else { continue }
      for (flow, mark) in producers.marks(of: key) where marks.count < Limit.marksPerWelcomeMax {
        guard let name = desk.flows.values.first(where: { $0.number == flow })?.name else {
          continue
        }
        marks.append(
          Welcome.Mark(key: bytes, flow: name, epoch: mark.epoch, sequence: mark.sequence))
      }
    }
    return marks
  }

  private func token(_ nonce: [UInt8]) -> [UInt8] {
    sessionCount += 1
    let count = withUnsafeBytes(of: sessionCount.bigEndian) { Array($0) }
    return Array(SHA256.hash(identity.secret + count + nonce).bytes.prefix(Limit.tokenBytes))
  }

  /// Sends to a session.
  func send(
    _ frame: [UInt8], to session: Session, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    session.lastSent = now.monotonic
    effects.append(.send(session.peer, frame))
  }

  /// Refuses what a connection without a session sent.
  func refuse(
    _ code: ProtocolCode, to peer: Peer, as who: String? = nil, _ effects: inout [CellEffect]
  ) {
    refusals.count(
      code.rawValue, who ?? desk.principal(of: peer.user)?.id.description ?? "strangers")
    effects.append(.send(peer, ErrorReport(code).encoded()))
  }

  /// Refuses a command; a session with too many faults is ended, and one fault can do it alone.
  func fault(
    _ code: ProtocolCode, about: UInt64? = nil, _ session: Session, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    session.faults += 1
    if code.isFatal { return end(session, code, about: about, &effects) }
    refusals.count(code.rawValue, session.id.description)
    guard session.faults < Limit.faultsPerSessionMax else {
      return end(session, .faultLimit, &effects)
    }
    send(ErrorReport(code, about: about).encoded(), to: session, now, &effects)
  }

  /// Ends a session by a fatal error.
  func end(
    _ session: Session, _ code: ProtocolCode, about: UInt64? = nil, _ effects: inout [CellEffect]
  ) {
    refusals.count(code.rawValue, session.id.description)
    close(session)
    effects.append(.send(session.peer, ErrorReport(code, about: about).encoded()))
  }

  /// Forgets a session and what it holds; nothing is sent to its connection from now on.
  func close(_ session: Session) {
    guard sessions[session.peer.connection] === session else { return }
    for subscription in session.subscriptions.values { forget(subscription) }
    session.subscriptions.removeAll()
    sessions[session.peer.connection] = nil
    let left = sessionsOf[session.id, default: 1] - 1
    sessionsOf[session.id] = left > 0 ? left : nil
  }

  /// A connection that does not take what it is sent is treated as lost.
  func unsent(_ peer: Peer) {
    guard let session = sessions[peer.connection], session.peer == peer else { return }
    refusals.count(ProtocolCode.slowPeer.rawValue, session.id.description)
    close(session)
  }
}
