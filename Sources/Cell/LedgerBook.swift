import Journal
import Ledger

/// What becomes of a leaf that something waits for.
package enum LeafOutcome: Equatable, Sendable {
  /// It is on the disk.
  case durable
  /// The journal took it not, with this code: what waited for it must not happen.
  case refused(code: Int)
}

/// What happens once it is known what becomes of a leaf.
package typealias LeafContinuation = (LeafOutcome, CellTime, inout [CellEffect]) -> Void

/// Leaves that wait for a commit, and whether the head is behind them.
struct LedgerBook {
  private struct Entry {
    let leaf: SealedLeaf
    let then: LeafContinuation?
  }

  private var waiting: [Entry] = []
  private var stagedCount = 0
  var fold = LeafFold()
  /// The journal took no leaves: until when none is brought by itself.
  private var blockedUntil: Int64?
  /// Whether leaves are durable that no head covers.
  private var isUnsigned = false
  private var headDue: Int64 = .min

  /// Leaves that no commit has taken.
  var waitingCount: Int { waiting.count }
  /// Whether the fold may give more.
  var hasRoom: Bool { waiting.count < CellLimit.leavesWaitingMax }
  /// Whether the journal took no leaves when it was last asked.
  var isBlocked: Bool { blockedUntil != nil }

  /// Adds a leaf to what the next commit takes.
  mutating func append(_ leaf: SealedLeaf, then: LeafContinuation? = nil) {
    waiting.append(Entry(leaf: leaf, then: then))
  }

  /// Whether leaves wait and may be brought by themselves.
  func isDue(at now: Int64) -> Bool {
    !waiting.isEmpty && now >= (blockedUntil ?? .min)
  }

  /// Puts leaves into a batch.
  mutating func stage(into batch: inout JournalBatch) {
    stagedCount = min(waiting.count, CellLimit.leavesPerCommitMax)
    batch.leaves.append(contentsOf: waiting.prefix(stagedCount).map(\.leaf))
  }

  /// What was staged is durable; gives what waited for it.
  mutating func committed() -> [LeafContinuation] {
    guard stagedCount > 0 else { return [] }
    let then = waiting.prefix(stagedCount).compactMap(\.then)
    waiting.removeFirst(stagedCount)
    stagedCount = 0
    blockedUntil = nil
    isUnsigned = true
    return then
  }

  /// What was staged is not durable, but comes again with another commit.
  mutating func rolledBack() { stagedCount = 0 }

  /// The journal took no leaves by themselves. They are kept; what something waits for is not: it
  /// did not happen.
  mutating func refused(at now: Int64) -> [LeafContinuation] {
    stagedCount = 0
    blockedUntil = now + CellLimit.ledgerRetry
    let then = waiting.compactMap(\.then)
    waiting.removeAll { $0.then != nil }
    return then
  }

  /// Whether a head is to be signed now; asked after commits and with time.
  mutating func takesHead(at now: Int64, atOnce: Bool = false) -> Bool {
    guard isUnsigned, atOnce || now >= headDue else { return false }
    isUnsigned = false
    headDue = now + CellLimit.headInterval
    return true
  }

  /// The head could not be kept: another is due later.
  mutating func headFailed() { isUnsigned = true }
}
