import BreakGlass
import Cryptography
import Policy
import SignedPolicy

/// The shell's number of an officer's step, for the answer to whoever brought it.
package struct StepTicket: Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a cell knows of break-glass: the book, what waits to be durable, and a clock that no
/// setting-back stretches.
struct BreakGlassDesk {
  /// An entry on its way to the disk.
  struct Waiting {
    let entry: BreakGlassEntry
    /// Whose step it is; nil where none is behind it.
    let ticket: StepTicket?
  }

  /// Milliseconds between two records of how many messages were opened.
  private static let countInterval: Int64 = 60_000

  var book: BreakGlassBook
  private(set) var waiting: [UInt64: Waiting] = [:]
  private var count: UInt64 = 0
  /// From where on time runs at least as fast as the steady clock.
  private var pin: CellTime?
  private var countsDue: Int64 = .min

  init(_ entries: [BreakGlassEntry]) { book = BreakGlassBook(replaying: entries) }

  /// Seconds since the Unix epoch by the wall clock, or by what has gone by since the start, or
  /// since anything was opened, if that is later; and never before the documents' issue.
  mutating func seconds(_ now: CellTime, _ snapshot: PolicySnapshot) -> Int64 {
    if pin == nil { pin = now }
    return snapshot.time(max(now.wall, steady(now)) / 1_000)
  }

  private func steady(_ now: CellTime) -> Int64 {
    pin.map { $0.wall + (now.monotonic - $0.monotonic) } ?? now.wall
  }

  /// Takes what is durable. What opens something for a time is measured from here on: a clock that
  /// was ahead now and is set back must not stretch it.
  mutating func apply(_ entry: BreakGlassEntry, _ now: CellTime) {
    book.apply(entry)
    switch entry.record.kind {
    case .activated, .approved, .renewed:
      pin = CellTime(monotonic: now.monotonic, wall: max(now.wall, steady(now)))
    case .ended, .reviewed, .reviewMissing, .first, .count: break
    }
  }

  /// Where nothing is open the clock alone counts: one that was ahead for a while does not have
  /// steps refused for ever.
  mutating func rest(_ now: CellTime) {
    if book.activations.values.allSatisfy(\.isClosed) { pin = now }
  }

  /// Numbers an entry that is to be made durable.
  mutating func wait(for entry: BreakGlassEntry, _ ticket: StepTicket?) -> UInt64 {
    count += 1
    waiting[count] = Waiting(entry: entry, ticket: ticket)
    return count
  }

  mutating func settle(_ number: UInt64) -> Waiting? { waiting.removeValue(forKey: number) }

  /// Whether the same is on its way already.
  func isWaiting(_ entry: BreakGlassEntry) -> Bool {
    let signer = entry.record.signer
    return waiting.values.contains {
      let other = $0.entry.record
      if let signer { return other.signer?.step == signer.step }
      return other.activation == entry.record.activation && other.kind.isLike(entry.record.kind)
    }
  }

  /// Whether counts may be recorded now; once a minute.
  mutating func countsAreDue(_ now: CellTime) -> Bool {
    guard now.monotonic >= countsDue else { return false }
    countsDue = now.monotonic + Self.countInterval
    return true
  }
}

/// An activation that opens a flow to one subscription.
struct Opening {
  let activation: Digest
  let template: TemplateHandle
  let patient: PatientIdentifier
  /// Seconds since the Unix epoch.
  let until: Int64
}

/// What becomes of a record that was read for a subscriber.
enum DeliveryVerdict {
  case permit
  /// Opened by this activation.
  case open(Digest)
  case refuse(Reason)
}
