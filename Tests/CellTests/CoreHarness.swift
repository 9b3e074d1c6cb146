import BreakGlass
import Cell
import CellProtocol
import Cryptography
import Journal
import Ledger
import Policy
import Router
import Testing
import ZeroMQ

/// A core with the world around it played: a journal in memory, clients that are numbers, a clock
/// that stands.
final class CoreHarness {
  let hospital: Hospital
  let compartment: String
  private(set) var core: CellCore
  let store: MemoryStore
  var now: CellTime
  /// Sees every frame when it is sent.
  private let watch: (UInt64, [UInt8], CellTime) -> Void
  /// What was sent, by connection.
  var sent: [UInt64: [[UInt8]]] = [:]
  /// What was sent to other cells.
  var forwarded: [[UInt8]] = []
  /// The same, with nil where a new connection begins.
  var linkFrames: [[UInt8]?] = []
  var connects: [LinkID] = []
  var disconnects: [LinkID] = []
  var logged: [LogEntry] = []
  var commits = 0
  /// How many leaves there were when this core began.
  let formerLeaves: Int
  /// How many leaves were durable at each head.
  var heads: [Int] = []
  var refusesHeads = false
  /// What the next commits answer instead of taking the batch.
  var refusal: Int?
  /// What commits with messages answer, as of a journal that is full: cursors are still taken.
  var refusalOfMessages: Int?
  /// What commits with leaves answer.
  var refusalOfLeaves: Int?
  /// Connections that read nothing, and so answer no heartbeat; all others do at once.
  var deaf: Set<UInt64> = []
  /// Connections that are gone.
  var gone: Set<UInt64> = []
  /// What records of break-glass answer instead of being kept.
  var recordRefusal: Int?
  /// What becomes of the process with the next record: it dies before or after it is durable.
  var recordCrash: RecordCrash?
  /// A cell as it must not be: it takes records for durable that nobody wrote.
  var forgetsRecords = false
  /// Whether the process died: nothing that it was about to do happens.
  private(set) var isDead = false

  enum RecordCrash { case before, after }
  var announced: [BreakGlassRecord] = []
  /// What steps were answered, in order; nil for one that took effect.
  var answers: [Int?] = []
  private var steps: UInt64 = 0
  private var echoes: [(Peer, [UInt8])] = []
  static let journal = [UInt8](repeating: 5, count: 16)

  init(
    _ hospital: Hospital, compartment: String = "icu", store: MemoryStore = MemoryStore(),
    at now: CellTime = CellTime(monotonic: 0, wall: Hospital.wall),
    watch: @escaping (UInt64, [UInt8], CellTime) -> Void = { _, _, _ in }
  ) throws {
    self.now = now
    self.watch = watch
    self.hospital = hospital
    self.compartment = compartment
    self.store = store
    formerLeaves = store.leaves.count
    let snapshot = try hospital.snapshot(of: compartment)
    core = CellCore(
      CellIdentity(
        site: "north", compartment: compartment, journal: Self.journal,
        secret: [UInt8](repeating: 7, count: 32)),
      RecoveredJournal(
        extents: store.extents, marks: store.marks, cursors: store.cursors,
        breakGlass: store.breakGlass),
      CellPolicy(snapshot: snapshot, users: [:]), store)
    step(.policy(snapshot, users: try users()))
  }

  /// Tokens: 1… in the order of the names.
  func user(_ name: String) -> UInt64 {
    UInt64((hospital.curve.keys.sorted().firstIndex(of: name) ?? 98) + 1)
  }

  func users() throws -> [UInt64: CurveKey] {
    var users: [UInt64: CurveKey] = [:]
    for (name, pair) in hospital.curve {
      if let key = CurveKey(pair.publicKey.bytes) { users[user(name)] = key }
    }
    return users
  }

  func peer(_ connection: UInt64, _ name: String) -> Peer {
    Peer(connection: connection, user: user(name))
  }

  /// Another policy comes into force.
  func replace(with hospital: Hospital) throws {
    step(.policy(try hospital.snapshot(of: compartment), users: try users()))
  }

  func step(_ event: CellEvent) {
    guard !isDead else { return }
    var effects: [CellEffect] = []
    core.step(event, at: now, into: &effects)
    var index = 0
    while index < effects.count {
      if let next = perform(effects[index]) { core.step(next, at: now, into: &effects) }
      index += 1
    }
    while !echoes.isEmpty {
      let (peer, token) = echoes.removeFirst()
      step(.frame(peer, Heartbeat(token: token).encoded()))
    }
  }

  private func perform(_ effect: CellEffect) -> CellEvent? {
    guard !isDead else { return nil }
    switch effect {
    case .send(let peer, let frame):
      if gone.contains(peer.connection) { return .unsent(peer, isGone: true) }
      sent[peer.connection, default: []].append(frame)
      watch(peer.connection, frame, now)
      note(frame)
      if case .heartbeat(let beat)? = try? Command(frame), !deaf.contains(peer.connection),
        !beat.token.isEmpty
      {
        echoes.append((peer, beat.token))
      }
    case .commit:
      commits += 1
      if let refusal { return .commitRefused(code: refusal) }
      if let refusalOfMessages, !core.batch.entries.isEmpty {
        return .commitRefused(code: refusalOfMessages)
      }
      if let refusalOfLeaves, !core.batch.leaves.isEmpty {
        return .commitRefused(code: refusalOfLeaves)
      }
      return .committed(store.commit(core.batch))
    case .read(let order): return .records(order.consumer, store.read(order))
    case .connect(let id, _):
      connects.append(id)
      linkFrames.append(nil)
      return .link(id, .connected(nonce: [UInt8](repeating: 1, count: 16)))
    case .forward(_, let frame):
      forwarded.append(frame)
      linkFrames.append(frame)
    case .disconnect(let id): disconnects.append(id)
    case .signHead:
      heads.append(store.leaves.count)
      if refusesHeads { return .headFailed }
    case .log(let entry): logged.append(entry)
    case .record(let number, let entry):
      if let recordRefusal { return .recordFailed(number, code: recordRefusal) }
      isDead = recordCrash != nil
      guard recordCrash != .before else { return nil }
      if !forgetsRecords { store.breakGlass.append(entry) }
      guard recordCrash == nil else { return nil }
      return .recorded(number)
    case .answer(_, let code): answers.append(code)
    case .announce(let record): announced.append(record)
    }
    return nil
  }

  /// An officer's step comes in; what it was answered, nil when it took effect.
  func take(_ bytes: [UInt8]) -> Int? {
    steps += 1
    let before = answers.count
    step(.step(StepTicket(rawValue: steps), bytes))
    turn()
    #expect(answers.count == before + 1)
    return answers.last ?? 0
  }

  /// Leaves of this core's time.
  var leaves: [Leaf] {
    store.leaves.dropFirst(formerLeaves).compactMap { try? Leaf(encoded: $0.leaf) }
  }

  /// No message is refused to anybody before the ledger has it.
  private func note(_ frame: [UInt8]) {
    guard case .ack(let ack)? = try? Command(frame) else { return }
    for case .refused(let code) in ack.results where !leaves.contains(where: { $0.code == code }) {
      store.unrecorded.append(code)
    }
  }

  /// Ends the core; codes that were refused more or less often than the ledger says.
  func wronglyCounted() -> [Int] {
    step(.stopping)
    let counted = core.statistics.refusals
    let leaves = leaves.filter { $0.kind != .stop }
    return counted.keys.sorted().filter { code in
      // Without leaves: what says later, or gone, what could not be recorded, and the journal's own
      // codes.
      (2_000..<4_000).contains(code) && ![2399, 3101, 3114, 3126, 3128, 3129].contains(code)
        && leaves.filter { $0.code == code }.reduce(0) { $0 + $1.count } != counted[code]
    }
  }

  /// A frame comes in; then the turn ends: commit, deliveries.
  func receive(_ frame: [UInt8], on connection: UInt64, as name: String) {
    step(.frame(peer(connection, name), frame))
    turn()
  }

  func turn() {
    step(.drained)
    while core.hasReady { step(.serve(16)) }
  }

  /// Time goes by, both clocks alike.
  func pass(_ milliseconds: Int64) {
    now = CellTime(monotonic: now.monotonic + milliseconds, wall: now.wall + milliseconds)
    step(.tick(isDrained: true))
  }

  /// What was sent to a connection since the last look, decoded.
  func take(_ connection: UInt64) -> [(command: Command, frame: [UInt8])] {
    let frames = sent.removeValue(forKey: connection) ?? []
    return frames.compactMap { frame in
      guard let command = try? Command(frame) else {
        Issue.record("the cell sent what is no command")
        return nil
      }
      return (command, frame)
    }
  }

  /// Opens a session and forgets the WELCOME.
  @discardableResult
  func greet(_ connection: UInt64, as name: String, keys: [[UInt8]] = []) -> Welcome? {
    let hello = Hello(
      client: "test", principal: name, nonce: [UInt8](repeating: 3, count: 16), keys: keys)
    receive(hello.encoded(), on: connection, as: name)
    for (command, _) in take(connection) {
      if case .welcome(let welcome) = command { return welcome }
    }
    return nil
  }

  /// Publishes and gives the results of the one ACK that came; nil when there was another answer.
  func publish(
    _ messages: [[UInt8]], request: UInt64 = 1, on connection: UInt64 = 1,
    as name: String = "icu/monitor"
  ) -> [PublishResult]? {
    receive(
      Publish.encoded(request: request, messages: messages), on: connection, as: name)
    for (command, _) in take(connection) {
      if case .ack(let ack) = command, ack.request == request { return ack.results }
    }
    return nil
  }

  func subscribe(
    _ flow: String = "vitals", from: Subscribe.Start = .oldest, credit: Int = 1 << 20,
    number: UInt32 = 1, on connection: UInt64, as name: String
  ) {
    let subscribe = Subscribe(subscription: number, flow: flow, from: from, credit: credit)
    receive(subscribe.encoded(), on: connection, as: name)
  }

  /// The offsets delivered to a connection since the last look.
  func delivered(_ connection: UInt64) -> [UInt64] {
    take(connection).flatMap { item -> [UInt64] in
      if case .deliver(let deliver) = item.command { return deliver.messages.map(\.offset) }
      return []
    }
  }

  /// The codes of the errors sent to a connection since the last look.
  func errors(_ connection: UInt64) -> [Int] {
    take(connection).compactMap { item in
      if case .error(let error) = item.command { return error.code }
      return nil
    }
  }
}

/// A journal in memory, which outlives the cores that use it.
final class MemoryStore: Numbering {
  private var flowNames: [String] = []
  private var names: [String] = []
  private var records: [FlowNumber: [StoredRecord]] = [:]
  private var markRows: [ProducerMark] = []
  private var cursorRows: [JournalCursor] = []
  private(set) var reads = 0
  var breakGlass: [BreakGlassEntry] = []
  private(set) var leaves: [SealedLeaf] = []
  /// Codes with which a message was refused that had no leaf yet.
  var unrecorded: [Int] = []

  var marks: [ProducerMark] { markRows }
  var cursors: [JournalCursor] { cursorRows }
  var extents: [FlowNumber: FlowExtent] {
    records.mapValues { records in
      var extent = FlowExtent()
      extent.next = UInt64(records.count)
      return extent
    }
  }

  func number(ofFlow name: String) -> FlowNumber? {
    if let index = flowNames.firstIndex(of: name) { return FlowNumber(rawValue: UInt32(index)) }
    flowNames.append(name)
    return FlowNumber(rawValue: UInt32(flowNames.count - 1))
  }

  func name(of flow: FlowNumber) -> String? {
    flowNames.indices.contains(Int(flow.rawValue)) ? flowNames[Int(flow.rawValue)] : nil
  }

  var nameCount: Int { names.count }
  /// How many names of principals and rules get a number.
  var namesMax = Int.max

  func number(ofName name: String) -> NameNumber? {
    if let index = names.firstIndex(of: name) { return NameNumber(rawValue: UInt32(index)) }
    guard names.count < namesMax else { return nil }
    names.append(name)
    return NameNumber(rawValue: UInt32(names.count - 1))
  }

  func knownNumber(ofName name: String) -> NameNumber? {
    names.firstIndex(of: name).map { NameNumber(rawValue: UInt32($0)) }
  }

  func commit(_ batch: JournalBatch) -> [UInt64] {
    leaves += batch.leaves
    for mark in batch.marks {
      markRows.removeAll { $0.producer == mark.producer && $0.flow == mark.flow }
      markRows.append(mark)
    }
    for cursor in batch.cursors {
      cursorRows.removeAll {
        $0.kind == cursor.kind && $0.name == cursor.name && $0.flow == cursor.flow
      }
      cursorRows.append(cursor)
    }
    return batch.entries.map { entry in
      let offset = UInt64(records[entry.flow]?.count ?? 0)
      records[entry.flow, default: []].append(
        StoredRecord(
          offset: offset, source: Array(entry.frame[entry.range]), range: 0..<entry.range.count))
      return offset
    }
  }

  func read(_ order: ReadOrder) -> [StoredRecord] {
    reads += 1
    var bytes = 0
    var found: [StoredRecord] = []
    for record in (records[order.flow] ?? []).dropFirst(Int(order.from)).prefix(order.countMax) {
      bytes += record.range.count
      if bytes > order.bytesMax, !found.isEmpty { break }
      found.append(record)
    }
    return found
  }

  func messages(_ flow: String) -> [[UInt8]] {
    number(ofFlow: flow).flatMap { records[$0]?.map { Array($0.source[$0.range]) } } ?? []
  }

  func count(_ flow: String) -> Int {
    number(ofFlow: flow).flatMap { records[$0]?.count } ?? 0
  }

  /// Damages a record, as the journal reports it.
  func damage(_ flow: String, _ offset: Int) {
    guard let number = number(ofFlow: flow) else { return }
    records[number]?[offset] = StoredRecord(offset: UInt64(offset), source: [], range: 0..<0)
  }
}
