package import BreakGlass
import CellProtocol
import Cryptography
package import Journal
package import Policy
import Router

/// A cell's logic without I/O: events in, effects out, the same for the same events for ever.
///
/// No socket, clock, disk or randomness is in here; `now`, the secret behind session tokens and
/// every nonce come from the shell. Sessions, publishing, subscriptions, delivery and links are in
/// files of their own; `README.md` is the contract.
package final class CellCore {
  let identity: CellIdentity
  var desk: PolicyDesk
  var sessions: [UInt64: Session] = [:]
  /// What is kept of principals beside their sessions.
  var accounts: [PrincipalID: PrincipalAccount] = [:]
  var partyCount: UInt32 = 0
  /// How many secrets were derived; see ``CellIdentity``.
  var secretCount: UInt64 = 0
  /// When connections without a session are looked at again.
  var ghostsDue: Int64 = .min
  var consumers: [ConsumerID: Subscription] = [:]
  var consumerCount: UInt64 = 0
  var index = SubscriptionIndex()
  var ready = ReadyQueue()
  /// The offset that the next message of each flow gets.
  var heads: [FlowNumber: UInt64]
  /// The oldest offset kept of each flow.
  var oldest: [FlowNumber: UInt64]
  var producers: ProducerBook
  var cursors: CursorBook
  var intake: Intake
  /// Answers that wait for the commit of the batch.
  var answers: [PendingAnswer] = []
  var links: [LinkID: LinkCore] = [:]
  /// How often a compartment came with a journal that was never heard of.
  var newJournals: [String: FaultMeter] = [:]
  var linkCount: UInt32 = 0
  /// Flows that got messages in the commit in hand.
  var touchedFlows: Set<FlowNumber> = []
  var glass: BreakGlassDesk
  var refusals = RefusalLog()
  var counters = CellCounters()
  var ledger = LedgerBook()
  /// Now, as the event in hand came with it.
  var clock = CellTime(monotonic: 0, wall: 0)
  /// Wall clock less the clock that never jumps, as noted last.
  var clockOffset: Int64?
  var clockStepDue: Int64 = .min
  /// The documents that the ledger says to rule.
  var ruling: [RulingDocument] = []
  var isStopping = false
  /// What the next commit makes durable; the shell reads it on ``CellEffect/commit``.
  package var batch = JournalBatch()
  /// Where, in its frame, each entry of the batch has that by which the policy decides.
  package var places: [Range<Int>] = []
  let numbering: any Numbering

  /// A cell that begins where its journal ends.
  package init(
    _ identity: CellIdentity, _ recovered: RecoveredJournal, _ policy: CellPolicy,
    _ numbering: any Numbering
  ) {
    CellLimit.assertRelations()
    self.identity = identity
    self.numbering = numbering
    desk = PolicyDesk(policy.snapshot, users: policy.users, numbering)
    heads = recovered.extents.mapValues(\.next)
    oldest = recovered.extents.mapValues(\.first)
    producers = ProducerBook(recovered.marks)
    cursors = CursorBook(recovered.cursors)
    intake = Intake(site: identity.site, compartment: identity.compartment)
    glass = BreakGlassDesk(recovered.breakGlass)
  }

  /// Takes one event and adds what is to be done about it, in order.
  package func step(_ event: CellEvent, at now: CellTime, into effects: inout [CellEffect]) {
    clock = now
    switch event {
    case .frame(let peer, let frame): receive(frame, from: peer, now, &effects)
    case .discarded(let code, let count): self.count(code, .strangers, times: count)
    case .drained: commit(now, &effects)
    case .committed(let offsets): committed(offsets, now, &effects)
    case .commitRefused(let code): commitRefused(code, now, &effects)
    case .records(let consumer, let records): deliver(records, to: consumer, now, &effects)
    case .serve(let count): serve(count, now, &effects)
    case .unsent(let peer, let isGone): unsent(peer, isGone: isGone)
    case .tick(let isDrained): tick(isDrained, now, &effects)
    case .policy(let snapshot, let users, let documents):
      note(documents)
      replace(snapshot, users, now, &effects)
    case .noted(let drafts): for draft in drafts { note(draft) }
    case .headFailed: ledger.headFailed()
    case .link(let link, let event): step(link, event, now, &effects)
    case .step(let ticket, let step): take(step, ticket, now, &effects)
    case .recorded(let number): recorded(number, now, &effects)
    case .recordFailed(let number, let code): recordFailed(number, code: code, &effects)
    case .stopping: stop(now, &effects)
    }
  }

  /// Messages in the batch in hand.
  package var batchCount: Int { batch.entries.count }

  /// Whether consumers wait to be served.
  package var hasReady: Bool { !ready.isEmpty }

  /// Whether a connection has a session.
  package func hasSession(_ connection: UInt64) -> Bool { sessions[connection] != nil }

  /// The connections that the core may still send to; the shell forgets the others when there are
  /// many.
  package var connections: Set<UInt64> {
    accounts.values.reduce(into: Set(sessions.keys)) { $0.formUnion($1.outflows.keys) }
  }

  /// What this cell has done since its start.
  package var statistics: CellCounters {
    var counters = counters
    counters.sessions = sessions.count
    counters.subscriptions = consumers.count
    counters.refusals = refusals.totals
    return counters
  }
}

/// Who a cell is.
package struct CellIdentity: Sendable {
  package let site: String
  package let compartment: String
  /// The id of its journal, 16 bytes.
  let journal: [UInt8]
  /// 32 random bytes of this start, from which tokens are made.
  let secret: [UInt8]

  package init(site: String, compartment: String, journal: [UInt8], secret: [UInt8]) {
    self.site = site
    self.compartment = compartment
    self.journal = journal
    self.secret = secret
  }
}

/// What a cell finds in its journal when it starts.
package struct RecoveredJournal {
  let extents: [FlowNumber: FlowExtent]
  let marks: [ProducerMark]
  let cursors: [JournalCursor]
  /// Oldest first.
  let breakGlass: [BreakGlassEntry]

  package init(
    extents: [FlowNumber: FlowExtent], marks: [ProducerMark], cursors: [JournalCursor],
    breakGlass: [BreakGlassEntry] = []
  ) {
    self.extents = extents
    self.marks = marks
    self.cursors = cursors
    self.breakGlass = breakGlass
  }
}

/// The policy in force, with the key behind each token of the ZAP handler.
package struct CellPolicy: Sendable {
  package let snapshot: PolicySnapshot
  package let users: [UInt64: CurveKey]

  package init(snapshot: PolicySnapshot, users: [UInt64: CurveKey]) {
    self.snapshot = snapshot
    self.users = users
  }
}

/// What a cell has done since its start, in numbers only.
package struct CellCounters: Sendable {
  package var sessions = 0
  package var subscriptions = 0
  /// Messages made durable, imported ones among them.
  package var accepted: UInt64 = 0
  package var duplicates: UInt64 = 0
  package var delivered: UInt64 = 0
  /// Messages that a subscriber was not entitled to.
  package var passedOver: UInt64 = 0
  package var commits: UInt64 = 0
  /// Leaves of the ledger made durable.
  package var leaves: UInt64 = 0
  /// By code.
  package var refusals: [Int: UInt64] = [:]
}
