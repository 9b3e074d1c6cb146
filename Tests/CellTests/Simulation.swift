import CellProtocol
import Cryptography
import Foundation
import Policy
import SignedMessage
import Synchronization
import ZeroMQ

@testable import Cell
@testable import Client

/// Two cells with a link between them, two publishers and two subscribers, and everything that can
/// go wrong between them: cells and processes that die, connections that break with frames on their
/// way, commits that are refused. All of it follows from one seed.
final class Simulation {
  /// What each draft's label is: for everybody, for the ICU alone, for nobody.
  static let labels = [
    "N//compartment=icu", "R//compartment=icu", "R//compartment=icu//sensitivity=psy",
  ]

  var generator: Generator
  let hospital: Hospital
  var source: CoreHarness
  private(set) var destination: CoreHarness
  let ledger: SimulationLedger
  let sourceStore = MemoryStore()
  private let destinationStore = MemoryStore()
  private let inboxes: [PublishInbox]
  private(set) var clients: [SimulatedClient] = []
  private var link = SimulatedLink()
  private var lastConnection: UInt64 = 10
  private var now: Int64 = 0
  private let wall = Int64(Date().timeIntervalSince1970 * 1_000)
  /// How far the ICU's clock is ahead.
  var ahead: Int64 = 0
  let emergency: Emergency
  var officers: SimulatedOfficers
  let glass: SimulationGlass
  var steps: UInt64 = 0
  /// Whether the ICU's cell is one that takes for durable what nobody wrote.
  let forgetsRecords: Bool

  init(seed: UInt64, forgetsRecords: Bool = false) throws {
    generator = Generator(seed: seed)
    self.forgetsRecords = forgetsRecords
    emergency = try Self.emergency(at: wall / 1_000)
    hospital = emergency.hospital
    officers = SimulatedOfficers(emergency)
    ledger = SimulationLedger()
    glass = SimulationGlass(sourceStore, ledger, hospital)
    source = try CoreHarness(hospital, store: sourceStore)
    destination = try CoreHarness(hospital, compartment: "cardiology", store: destinationStore)
    inboxes = try (0..<2).map { _ in PublishInbox(wakeUp: try WakeUp()) }
    for (inbox, name) in zip(inboxes, ["icu/monitor", "icu/pump"]) {
      let identity = ProducerIdentity(
        key: try hospital.signingKey(of: name), site: "north", compartment: "icu")
      clients.append(SimulatedClient(PublishRole(identity, inbox: inbox), name))
    }
    for (number, name) in SimulationLedger.subscribers.enumerated() {
      clients.append(SimulatedClient(try subscriber(number), name))
    }
    source = try begin()
  }

  /// What goes wrong, and then nothing for long enough that all comes to its end.
  func run(badRounds: Int, goodRounds: Int) throws {
    for _ in 0..<badRounds {
      if generator.isTrue(20) { try submit() }
      try disturb()
      try round(refusals: 5)
    }
    for _ in 0..<goodRounds { try round(refusals: 0) }
  }

  /// What is not as it must be, in words; nothing if all is.
  func problems() -> [String] {
    let cells = [source, destination]
    return glass.problems
      + ledger.problems(
        journal: sourceStore.messages("vitals"), notes: sourceStore.messages("notes"),
        imported: imported, opened: glass.vitals)
      + cells.flatMap { $0.store.unrecorded.map { "\($0) was said and not recorded" } }
      + cells.flatMap { $0.wronglyCounted().map { "\($0) is counted wrongly" } }
  }

  private var imported: [[UInt8]] { destinationStore.messages("icu/vitals") }

  private func subscriber(_ number: Int) throws -> SubscribeRole {
    let ledger = ledger
    return SubscribeRole(
      [FlowRequest(flow: "vitals", from: .resume)], acknowledges: true,
      trust: try hospital.trust(of: SimulationLedger.subscribers[number]),
      handle: { ledger.heard($0, by: number) })
  }

  /// A publisher gets something to say.
  private func submit() throws {
    let publisher = generator.below(2)
    let count = 1 + generator.below(generator.isTrue(10) ? 500 : 12)
    let said = (0..<count).map { _ in draft(by: publisher) }
    let first = ledger.add(said)
    let drafts = try said.enumerated().map { index, draft in
      MessageDraft(
        flow: draft.isNote ? "notes" : "vitals",
        label: try Hospital.label(Self.labels[draft.label]),
        subject: "bed-1",
        payload: SimulationLedger.payload(of: first + index, draft, padding: generator.below(300)))
    }
    let ledger = ledger
    inboxes[publisher].put(
      Submission(drafts: drafts) { outcomes in ledger.settle(outcomes, from: first) })
  }

  private func draft(by publisher: Int) -> SimulatedDraft {
    let label = generator.below(10) < 7 ? 0 : 1 + generator.below(2)
    let patients = SimulatedOfficers.patients
    let patient = generator.isTrue(20) ? nil : patients[generator.below(patients.count)]
    let isNote = publisher == 0 && generator.isTrue(20)
    return SimulatedDraft(publisher: publisher, label: label, patient: patient, isNote: isNote)
  }

  // MARK: What goes wrong

  private func disturb() throws {
    if generator.isTrue(30) { try sign() }
    if generator.isTrue(3) { jump() }
    if generator.isTrue(2) { try changePolicy() }
    for client in clients where generator.isTrue(3) { cut(client) }
    if generator.isTrue(4) { cutLink() }
    if generator.isTrue(1) { try restart() }
    if generator.isTrue(1) {
      link.isUp = false
      source.gone.insert(link.connection)
      destination = try CoreHarness(hospital, compartment: "cardiology", store: destinationStore)
    }
    if generator.isTrue(2) {
      let number = generator.below(2)
      cut(clients[2 + number])
      clients[2 + number].role = try subscriber(number)
      ledger.begunAgain(number)
    }
  }

  /// A connection breaks; what is on its way to the cell arrives or does not.
  private func cut(_ client: SimulatedClient) {
    guard client.isUp else { return }
    if generator.isTrue(50) {
      for frame in client.up { step(source, .frame(peer(of: client), frame)) }
      if generator.isTrue(50) { step(source, .drained) }
    }
    source.gone.insert(client.connection)
    client.lose()
  }

  func cutLink() {
    guard link.isUp else { return }
    link.isUp = false
    source.gone.insert(link.connection)
    if let id = destination.connects.last { step(destination, .link(id, .failed)) }
  }

  // MARK: A round of everybody

  private func round(refusals: Int) throws {
    now += Int64(generator.below(400))
    for client in clients where !client.isUp && generator.isTrue(40) { connect(client) }
    for client in clients {
      for _ in 0..<generator.below(6) where client.isUp && !client.up.isEmpty {
        step(source, .frame(peer(of: client), client.up.removeFirst()))
      }
    }
    for _ in 0..<generator.below(6) where link.isUp && !link.up.isEmpty {
      let peer = source.peer(link.connection, "cardiology/link-icu")
      step(source, .frame(peer, link.up.removeFirst()))
    }
    if generator.isTrue(glass.open(time(of: source)).isEmpty ? 1 : 10) { look() }
    turn(source, refusals)
    if source.isDead { try restart() }
    glass.compare(source.core.glass.book, time(of: source))
    for _ in 0..<generator.below(8) where link.isUp && !link.down.isEmpty {
      guard let id = destination.connects.last else { break }
      step(destination, .link(id, .frame(link.down.removeFirst())))
      collect()
    }
    turn(destination, refusals)
    for client in clients { serve(client) }
  }

  private func turn(_ cell: CoreHarness, _ refusals: Int) {
    if generator.isTrue(50) { step(cell, .tick(isDrained: true)) }
    cell.refusal = generator.isTrue(refusals) ? 4006 : nil
    spoilRecords(of: cell, refusals)
    step(cell, .drained)
    if refusals == 0 || generator.isTrue(80) { step(cell, .serve(1 + generator.below(32))) }
    cell.refusal = nil
    spoilRecords(of: cell, 0)
    collect()
  }

  func step(_ cell: CoreHarness, _ event: CellEvent) {
    cell.now = time(of: cell)
    cell.step(event)
    if cell === source { glass.read(cell.now) }
  }

  func time(of cell: CoreHarness) -> CellTime {
    time(ahead: cell === source ? ahead : 0)
  }

  func time(ahead: Int64) -> CellTime {
    CellTime(monotonic: now, wall: wall + now + ahead)
  }

  private func connect(_ client: SimulatedClient) {
    lastConnection += 1
    source.deaf.insert(lastConnection)
    client.connect(lastConnection)
  }

  private func peer(of client: SimulatedClient) -> Peer {
    source.peer(client.connection, client.name)
  }

  /// Carries what the cells sent to where it goes; a new connection of the link is the end of the
  /// one before.
  private func collect() {
    for client in clients where client.isUp {
      client.down += source.sent.removeValue(forKey: client.connection) ?? []
    }
    if link.isUp { link.down += source.sent.removeValue(forKey: link.connection) ?? [] }
    source.sent.removeAll()
    for frame in destination.linkFrames {
      if let frame {
        if link.isUp { link.up.append(frame) }
      } else {
        if link.isUp { source.gone.insert(link.connection) }
        lastConnection += 1
        source.deaf.insert(lastConnection)
        link = SimulatedLink(connection: lastConnection, isUp: true)
      }
    }
    destination.linkFrames.removeAll()
  }

  /// A client reads some of what came, and says what it has to say.
  private func serve(_ client: SimulatedClient) {
    guard client.isUp else { return }
    for _ in 0..<generator.below(8) where !client.down.isEmpty {
      guard client.take(client.down.removeFirst(), at: now) else { return cut(client) }
    }
    client.speak(at: now)
  }
}

/// The connection of the link, from the cell that imports to the one that exports.
private struct SimulatedLink {
  var connection: UInt64 = 0
  var isUp = false
  /// Frames on their way to the exporting cell.
  var up: [[UInt8]] = []
  /// Frames on their way back.
  var down: [[UInt8]] = []
}

/// A client's process: its role, and a connection with frames on their way.
final class SimulatedClient {
  var role: any SessionRole
  let name: String
  private(set) var connection: UInt64 = 0
  private(set) var isUp = false
  private var isOpen = false
  var up: [[UInt8]] = []
  var down: [[UInt8]] = []

  init(_ role: any SessionRole, _ name: String) {
    self.role = role
    self.name = name
  }

  func connect(_ connection: UInt64) {
    self.connection = connection
    isUp = true
    let hello = Hello(
      client: "simulated", principal: name, nonce: [UInt8](repeating: 1, count: 16),
      keys: role.keys)
    up = [hello.encoded()]
  }

  func lose() {
    isUp = false
    isOpen = false
    up = []
    down = []
    role.closed()
  }

  /// Takes a frame as a connection does; false when the connection is over.
  func take(_ frame: [UInt8], at now: Int64) -> Bool {
    guard let command = try? Command(frame) else { return false }
    switch command {
    case .welcome(let welcome):
      isOpen = !isOpen && role.opened(welcome, at: now)
      return isOpen
    case .error(let error):
      let isOver = error.isFatal || error.code == ProtocolCode.notGreeted.rawValue
      return !isOver && isOpen && role.take(command, of: frame, at: now)
    case .heartbeat(let heartbeat):
      if !heartbeat.token.isEmpty { up.append(Heartbeat(token: heartbeat.token).encoded()) }
      return true
    case .bye: return false
    default:
      guard isOpen, role.take(command, of: frame, at: now) else { return false }
      while role.hasWork { role.work() }
      return true
    }
  }

  func speak(at now: Int64) {
    guard isOpen else { return }
    for _ in 0..<20 {
      guard let frame = role.nextFrame(at: now) else { break }
      up.append(frame)
    }
    up.append(Heartbeat().encoded())
  }
}

/// Numbers that follow from a seed (xorshift64).
struct Generator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }

  /// True in so many of a hundred cases.
  mutating func isTrue(_ percent: Int) -> Bool { below(100) < percent }
}
