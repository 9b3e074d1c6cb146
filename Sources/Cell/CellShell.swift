import CellProtocol
import Cryptography
import Journal
import Ledger
import Policy
import ZeroMQ

/// The data thread of a cell: moves bytes between the sockets, the core and the journal, and
/// decides nothing.
///
/// One turn: wait, take what has come, commit it once, answer, serve who waits. While a commit
/// syncs, the next messages queue up in libzmq and make the next commit larger: that is the whole
/// of group commit.
final class CellShell {
  /// Reads served in a turn, before the sockets are looked at again.
  private static let readsPerTurn = 32
  /// Time between ticks, in milliseconds.
  private static let tickInterval: Int64 = 250

  let endpoint: Endpoint
  let context: Context
  let configuration: CellConfiguration
  let inbox: ShellInbox
  var router: Socket
  private var frame = Frame()
  private var poller = Poller()
  private var routerItem: Poller.Item
  private var wakeItem: Poller.Item
  private var linkItems: [LinkID: Poller.Item] = [:]
  private let domain: ZAPDomain
  let journal: LMDBJournal
  let core: CellCore
  var signer: HeadSigner
  var tail: TailCache
  var connections = Connections()
  var links: [LinkID: LinkSocket] = [:]
  var linkKeys: [String: CurveKeyPair]
  /// Whether the set of link sockets changed since the poller was made.
  var pollerIsOld = false
  /// Who is to be told what became of a step.
  var offeredSteps: [StepTicket: OfferedStep] = [:]
  var stepCount: UInt64 = 0
  private var effects: [CellEffect] = []
  private var refusalsSeen: Socket.Refusals
  private var nextTick: Int64 = 0
  private var turns = 0

  init(
    in context: Context, _ configuration: CellConfiguration, _ inbox: ShellInbox
  ) throws(CellStartError) {
    self.context = context
    self.configuration = configuration
    self.inbox = inbox
    linkKeys = configuration.linkKeys
    tail = TailCache(bytesMax: configuration.tailBytes)
    journal = try Self.openJournal(configuration)
    do {
      signer = try HeadSigner(
        configuration.heads, of: configuration.snapshot.site,
        configuration.snapshot.compartment, journal.reader)
    } catch {
      throw CellStartError.journal(error)
    }
    do {
      domain = try context.zapHandler().domain("cell-\(configuration.snapshot.compartment)")
      // Before the port is open: libzmq never comes back to a server that has refused it once.
      _ = Self.admit(configuration.snapshot, to: domain)
      router = try Self.router(in: context)
      endpoint = try router.bind(
        configuration.endpoint, as: CurveServer(keys: configuration.keys, domain: domain))
      routerItem = try poller.add(router)
      wakeItem = try poller.add(inbox.wakeUp)
      refusalsSeen = router.refusals
    } catch {
      throw CellStartError.transport(error)
    }
    core = try Self.core(configuration, journal)
  }

  private static func openJournal(
    _ configuration: CellConfiguration
  ) throws(CellStartError) -> LMDBJournal {
    var options = JournalOptions()
    options.freeBytesMin = configuration.freeBytesMin
    options.commitFault = configuration.commitFault
    do {
      return try LMDBJournal(
        directory: configuration.journalDirectory, storageKey: configuration.storageKey,
        compartment: configuration.snapshot.compartment, options: options)
    } catch {
      throw CellStartError.journal(error)
    }
  }

  private static func router(in context: Context) throws(ZeroMQError) -> Socket {
    var options = SocketOptions()
    options.messageBytesMax = Limit.transportBytesMax
    options.sendHighWater = Limit.framesQueuedMax
    options.receiveHighWater = Limit.framesWaitingMax
    return try Socket(.router, in: context, options: options)
  }

  private static func core(
    _ configuration: CellConfiguration, _ journal: LMDBJournal
  ) throws(CellStartError) -> CellCore {
    let snapshot = configuration.snapshot
    let extents = Dictionary(
      journal.flows.map { ($0.number, $0.extent) }, uniquingKeysWith: { $1 })
    do {
      return CellCore(
        CellIdentity(
          site: snapshot.site, compartment: snapshot.compartment, journal: journal.identity,
          secret: SecureRandom.bytes(32)),
        RecoveredJournal(
          extents: extents, marks: try journal.marks(), cursors: try journal.cursors(),
          breakGlass: try BreakGlassLog.entries(of: journal, configuration.log)),
        CellPolicy(snapshot: snapshot, users: [:]), journal)
    } catch {
      throw CellStartError.journal(error)
    }
  }

  /// Works until it is told to stop or can't go on.
  func run() -> CellEnd {
    do {
      try begin()
      while true {
        if try isToldToStop() {
          try step(.stopping)
          return .stopped
        }
        try turn()
      }
    } catch let error as JournalError {
      return .failed(error.description)
    } catch {
      return .failed("\(error)")
    }
  }

  /// Says that the cell starts, and under what.
  private func begin() throws {
    for notice in signer.notices { configuration.log(notice.description) }
    var start = LeafDraft(.start).with(.journal, journal.identity)
      .with(.policyVersion, configuration.snapshot.edition.version)
    if let key = configuration.heads.key { start = start.with(.key, key.publicKey.keyID.bytes) }
    try step(.noted([start] + signer.drafts + configuration.notes))
    try activate(configuration.snapshot, configuration.documents)
  }

  private func turn() throws {
    try rebuildPoller()
    for (id, link) in links {
      if let item = linkItems[id] { poller.watch(item, for: link.events) }
    }
    let wait = core.hasReady ? 0 : max(0, nextTick - CellClock.now().monotonic)
    _ = try poller.wait(within: .milliseconds(wait))
    let fromClients = try drainRouter()
    let fromLinks = try drainLinks()
    // Before the commit, which may take long: who is silent is judged when what came has been read.
    if CellClock.now().monotonic >= nextTick { try tick(fromClients && fromLinks) }
    try step(.drained)
    try step(.serve(Self.readsPerTurn))
  }

  /// What one turn takes from the clients, or from the links, so that a commit can hold it and
  /// nobody waits long for it. Each have half: whatever clients do, what the links bring comes in.
  private struct Drain {
    private let end: Int64
    private let entriesMax: Int
    private var bytes = 0
    /// Whether nothing was left because of a bound.
    private(set) var isComplete = true

    init(at now: Int64, behind entries: Int) {
      end = now + Limit.drainMax / 2
      entriesMax = entries + Limit.messagesPerDrainMax / 2
    }

    /// Whether another frame may be taken, of a socket that has given so many.
    mutating func goes(on frames: Int, _ entries: Int) -> Bool {
      isComplete =
        isComplete && bytes < Limit.bytesPerDrainMax / 2 && entries < entriesMax
        && frames < Limit.framesPerDrainMax && CellClock.now().monotonic < end
      return isComplete
    }

    mutating func took(_ count: Int) { bytes += count }
  }

  /// True when everything was read.
  private func drainRouter() throws -> Bool {
    var drain = Drain(at: CellClock.now().monotonic, behind: core.batchCount)
    var frames = 0
    while drain.goes(on: frames, core.batchCount),
      let route = try router.receiveRouted(into: &frame)
    {
      frames += 1
      drain.took(frame.count)
      guard let user = frame.userID else { continue }
      let peer = Peer(connection: connections.number(of: route), user: user.rawValue)
      try step(.frame(peer, frame.bytes))
    }
    return drain.isComplete
  }

  /// Links in turn, another one first each time, so that none waits for ever behind the others.
  /// True when everything was read.
  private func drainLinks() throws -> Bool {
    var drain = Drain(at: CellClock.now().monotonic, behind: core.batchCount)
    let ids = links.keys.sorted(by: { $0.rawValue < $1.rawValue })
    turns &+= 1
    for step in ids.indices {
      let id = ids[(turns + step) % ids.count]
      try links[id]?.flush()
      var frames = 0
      while drain.goes(on: frames, core.batchCount), let bytes = try links[id]?.receive() {
        frames += 1
        drain.took(bytes.count)
        try self.step(.link(id, .frame(bytes)))
      }
    }
    return drain.isComplete
  }

  private func tick(_ isDrained: Bool) throws {
    nextTick = CellClock.now().monotonic + Self.tickInterval
    let seen = router.refusals
    try report(.multipart, seen.multipart - refusalsSeen.multipart)
    try report(.oversized, seen.oversized - refusalsSeen.oversized)
    try report(.namedPeer, seen.foreignRoutingID - refusalsSeen.foreignRoutingID)
    refusalsSeen = seen
    try step(.tick(isDrained: isDrained))
    connections.prune { core.connections }
    inbox.statistics = core.statistics
  }

  private func report(_ code: ProtocolCode, _ count: Int) throws {
    if count > 0 { try step(.discarded(code: code.rawValue, count: count)) }
  }

  private func isToldToStop() throws -> Bool {
    guard inbox.wakeUp.reset() else { return false }
    let orders = inbox.take()
    if let keys = orders.linkKeys { linkKeys = keys }
    if !orders.notes.isEmpty { try step(.noted(orders.notes)) }
    if let snapshot = orders.policy { try activate(snapshot, orders.documents) }
    for offered in orders.steps { try take(offered) }
    return orders.isStopping
  }

  /// Admits exactly the keys of a snapshot, then has the core decide anew about everybody who is
  /// here.
  private func activate(_ snapshot: PolicySnapshot, _ documents: [RulingDocument]) throws {
    let users = Self.admit(snapshot, to: domain)
    try step(.policy(snapshot, users: users, documents: documents))
  }

  /// Tells the ZAP handler whom to let in; gives the key behind each token.
  private static func admit(
    _ snapshot: PolicySnapshot, to domain: ZAPDomain
  ) -> [UInt64: CurveKey] {
    let keys = snapshot.allowedCurveKeys
    let admitted = domain.admit(Set(keys.compactMap { CurvePublicKey($0.bytes) }))
    var users: [UInt64: CurveKey] = [:]
    for (key, user) in admitted {
      if let key = CurveKey(key.bytes) { users[user.rawValue] = key }
    }
    return users
  }

  private func rebuildPoller() throws {
    guard pollerIsOld else { return }
    pollerIsOld = false
    poller = Poller()
    routerItem = try poller.add(router)
    wakeItem = try poller.add(inbox.wakeUp)
    linkItems.removeAll()
    for (id, link) in links { linkItems[id] = try link.watch(&poller) }
  }

  /// Lets the core take an event, and does what it wants done, and so on until nothing is left.
  func step(_ event: CellEvent) throws {
    core.step(event, at: CellClock.now(), into: &effects)
    var index = 0
    while index < effects.count {
      let effect = effects[index]
      index += 1
      if let next = try perform(effect) {
        core.step(next, at: CellClock.now(), into: &effects)
      }
    }
    effects.removeAll(keepingCapacity: true)
  }
}
