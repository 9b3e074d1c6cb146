import CellProtocol
import Cryptography
import Ledger
import Policy
import Router

extension CellCore {
  /// One frame of a client: its session, its grammar, then its command.
  func receive(
    _ frame: [UInt8], from peer: Peer, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let session = sessions[peer.connection]
    if let session, session.peer.user != peer.user {
      end(session, .keyChanged, now, &effects)
      return
    }
    if let session { heard(session, now) }
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

  /// A sign of life. Who was silent, and so was not served, waits to be served again.
  private func heard(_ session: Session, _ now: CellTime) {
    let wasFresh = session.isFresh(at: now.monotonic)
    session.lastHeard = now.monotonic
    if !wasFresh { wake(session) }
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
    case .unsubscribe(let unsubscribe): close(unsubscribe, session, now, &effects)
    case .heartbeat(let heartbeat): prove(heartbeat, session, now, &effects)
    case .bye: close(session)
    case .hello, .welcome, .ack, .nack, .deliver, .error, .subscribed:
      fault(.unknownCommand, session, now, &effects)
    }
  }

  private func greet(
    _ hello: Hello, from peer: Peer, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    if let old = sessions[peer.connection] { close(old) }
    guard let (id, handle) = desk.principal(of: peer.user, named: hello.principal),
      desk.snapshot.refusal(of: handle, at: now.wallSeconds) == nil
    else { return refuse(.unknownPrincipal, to: peer, &effects) }
    let account = account(of: id)
    guard account.faults(at: now.monotonic) < Limit.faultsAtGreetingMax else {
      return refuse(.faultLimit, to: peer, as: id.description, &effects)
    }
    guard sessions.count < Limit.sessionsMax, account.sessions < Limit.sessionsPerPrincipalMax,
      account.mayConnect(peer.connection)
    else { return refuse(.sessionLimit, to: peer, as: id.description, &effects) }
    let session = Session(
      peer: peer, token: secret("session", hello.nonce, Limit.tokenBytes), who: account, handle,
      compartment: identity.compartment)
    session.lastHeard = now.monotonic
    sessions[peer.connection] = session
    account.sessions += 1
    var welcome = Welcome(
      session: session.token, site: identity.site, compartment: identity.compartment,
      principal: id.description, journal: identity.journal)
    welcome.marks = marks(of: hello.keys, for: handle)
    send(welcome.encoded(), to: session, now, &effects)
  }

  /// What is kept of a principal, from its first session on.
  private func account(of id: PrincipalID) -> PrincipalAccount {
    if let known = accounts[id] { return known }
    partyCount += 1
    let account = PrincipalAccount(id, PartyID(rawValue: partyCount))
    accounts[id] = account
    return account
  }

  /// How far the announced keys' messages are durable, for those that are this principal's.
  private func marks(of keys: [[UInt8]], for principal: PrincipalHandle) -> [Welcome.Mark] {
    var marks: [Welcome.Mark] = []
    for bytes in Set(keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard let key = KeyID(bytes),
        let publisher = desk.snapshot.publisher(key, in: identity.compartment),
        publisher.principal == principal
      else { continue }
      for (flow, mark) in producers.marks(of: key) where marks.count < Limit.marksPerWelcomeMax {
        guard let name = numbering.name(of: flow) else { continue }
        marks.append(
          Welcome.Mark(key: bytes, flow: name, epoch: mark.epoch, sequence: mark.sequence))
      }
    }
    return marks
  }

  /// Bytes that nobody can guess and that come never again: the core has no randomness of its own.
  func secret(_ purpose: String, _ nonce: [UInt8], _ count: Int) -> [UInt8] {
    secretCount += 1
    let number = withUnsafeBytes(of: secretCount.bigEndian) { Array($0) }
    let digest = SHA256.hash(identity.secret + Array(purpose.utf8) + number + nonce)
    return Array(digest.bytes.prefix(count))
  }

  /// A number that nobody can guess.
  func random() -> UInt64 { secret("number", [], 8).reduce(0) { $0 << 8 | UInt64($1) } }
}

extension CellCore {
  /// Sends to a session, and keeps account of what its connection has not read. One that reads
  /// nothing of its answers is ended without a word: it would not read that either.
  func send(
    _ frame: [UInt8], to session: Session, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    session.lastSent = now.monotonic
    session.account.send(frame.count, over: session.outflow)
    effects.append(.send(session.peer, frame))
    if session.outflow.wantsProof { beat(session, now, &effects) }
    guard session.outflow.unproven > Limit.unprovenBytesMax else { return }
    count(.slowPeer, session.culprit)
    close(session)
  }

  /// A sign of life that asks whether all before it was read.
  func beat(_ session: Session, _ now: CellTime, _ effects: inout [CellEffect]) {
    let token = secret("heartbeat", [], Limit.heartbeatTokenBytes)
    let frame = Heartbeat(token: token).encoded()
    session.lastSent = now.monotonic
    session.account.send(frame.count, over: session.outflow)
    session.outflow.probe(token)
    effects.append(.send(session.peer, frame))
  }

  /// HEARTBEAT: an echo shows what was read, and there may be room for more.
  private func prove(
    _ heartbeat: Heartbeat, _ session: Session, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard !heartbeat.token.isEmpty else { return }
    let (hadRoom, wasOverdrawn) = (session.hasRoom, session.account.isOverdrawn)
    guard session.account.prove(heartbeat.token, over: session.outflow) else {
      return fault(.unknownToken, session, now, &effects)
    }
    if wasOverdrawn, !session.account.isOverdrawn {
      wakeAll(of: session.account)
    } else if !hadRoom, session.hasRoom {
      wake(session)
    }
  }

  /// A principal has room again: all its sessions can be served.
  private func wakeAll(of account: PrincipalAccount) {
    for session in sessionsInOrder where session.account === account { wake(session) }
  }

  /// Refuses what a connection without a session sent.
  func refuse(
    _ code: ProtocolCode, to peer: Peer, as who: String? = nil, _ effects: inout [CellEffect]
  ) {
    let name = who ?? desk.name(of: peer.user)
    let isGreeting = [.unknownPrincipal, .faultLimit, .sessionLimit].contains(code)
    count(
      code, name.map { .principal($0) } ?? .strangers, as: isGreeting ? .sessionRefused : nil)
    effects.append(.send(peer, ErrorReport(code).encoded()))
  }

  /// Refuses a command; a principal with too many faults is cut, and one fault can do it alone.
  func fault(
    _ code: ProtocolCode, about: UInt64? = nil, _ session: Session, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    if code.isFatal { return end(session, code, about: about, now, &effects) }
    let report = ErrorReport(code, about: about)
    fault(report, session, now, &effects)
  }

  /// The same for a code of any module.
  func fault(
    _ report: ErrorReport, _ session: Session, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    count(report.code, session.culprit)
    guard !session.account.fault(at: now.monotonic) else {
      return end(session, .faultLimit, now, &effects)
    }
    send(report.encoded(), to: session, now, &effects)
  }

  /// Ends a session by a fatal error.
  func end(
    _ session: Session, _ code: ProtocolCode, about: UInt64? = nil, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    guard sessions[session.peer.connection] === session else { return }
    count(code, session.culprit)
    send(ErrorReport(code, about: about).encoded(), to: session, now, &effects)
    close(session)
  }

  /// Forgets a session and what it holds; nothing is sent to its connection from now on. What the
  /// connection has not read stays on its principal's account.
  func close(_ session: Session) {
    guard sessions[session.peer.connection] === session else { return }
    for subscription in session.subscriptions.values { forget(subscription) }
    session.subscriptions.removeAll()
    sessions[session.peer.connection] = nil
    session.account.sessions -= 1
    if session.outflow.unproven == 0 { session.account.forget(session.peer.connection) }
  }

  /// A connection does not take what it is sent, or is gone, and with it what it had not read.
  func unsent(_ peer: Peer, isGone: Bool) {
    if let session = sessions[peer.connection], session.peer == peer {
      count(.slowPeer, session.culprit)
      close(session)
    }
    guard isGone else { return }
    for account in accounts.values where account.outflows[peer.connection]?.peer == peer {
      if account.forget(peer.connection) { wakeAll(of: account) }
    }
  }

  /// Tells connections that hold unread bytes and have no session that they have none, which shows
  /// whether they are still there, and forgets principals of whom there is nothing to remember.
  func visitGhosts(_ now: CellTime, _ effects: inout [CellEffect]) {
    guard now.monotonic >= ghostsDue else { return }
    ghostsDue = now.monotonic + CellLimit.ghostInterval
    for (id, account) in accounts {
      for outflow in account.outflows.values.sorted(by: { $0.peer.connection < $1.peer.connection })
      where sessions[outflow.peer.connection] == nil {
        let frame = ErrorReport(.notGreeted).encoded()
        account.send(frame.count, over: outflow)
        effects.append(.send(outflow.peer, frame))
      }
      if account.isIdle(at: now.monotonic) { accounts[id] = nil }
    }
  }
}
