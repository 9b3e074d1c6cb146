import CellProtocol
import Journal

/// The durable cursors, as the journal has them and as consumers have moved them since.
struct CursorBook {
  private struct Key: Hashable {
    let kind: JournalCursor.Kind
    let name: NameNumber
    let flow: FlowNumber
  }

  private var positions: [Key: UInt64] = [:]
  private var durable: [Key: UInt64] = [:]
  private var moved: Set<Key> = []
  private var inCommit: [Key] = []
  private var movedSince: Int64?
  /// Since when the oldest of those in the commit had waited.
  private var inCommitSince: Int64?

  init(_ cursors: [JournalCursor]) {
    for cursor in cursors {
      let key = Key(kind: cursor.kind, name: cursor.name, flow: cursor.flow)
      positions[key] = cursor.next
    }
    durable = positions
  }

  /// The next offset that a consumer or import wants; nil when it was never there.
  func position(_ kind: JournalCursor.Kind, _ name: NameNumber, _ flow: FlowNumber) -> UInt64? {
    positions[Key(kind: kind, name: name, flow: flow)]
  }

  /// Moves a cursor forward; one that stands further already stays.
  mutating func advance(
    _ kind: JournalCursor.Kind, _ name: NameNumber, _ flow: FlowNumber, to next: UInt64,
    at now: Int64
  ) {
    let key = Key(kind: kind, name: name, flow: flow)
    if let position = positions[key], position >= next { return }
    positions[key] = next
    moved.insert(key)
    if movedSince == nil { movedSince = now }
  }

  /// Leaves a cursor where there was none, so that what begins here counts as begun.
  mutating func begin(
    _ kind: JournalCursor.Kind, _ name: NameNumber, _ flow: FlowNumber, at first: UInt64,
    _ now: Int64
  ) {
    if position(kind, name, flow) == nil { advance(kind, name, flow, to: first, at: now) }
  }

  /// Puts an import back to the beginning: the other cell's journal is not the one it was.
  mutating func restart(_ name: NameNumber, _ flow: FlowNumber, at now: Int64) {
    let key = Key(kind: .imported, name: name, flow: flow)
    positions[key] = 0
    moved.insert(key)
    if movedSince == nil { movedSince = now }
  }

  /// Whether a cursor has waited long enough to deserve a commit of its own.
  func isDue(at now: Int64) -> Bool {
    movedSince.map { now - $0 >= Limit.cursorDelayMax } ?? false
  }

  /// Puts what moved into a batch: imports always, since they must not be ahead of the messages
  /// that come with them, and of consumers as much as fits; the rest waits for the next.
  mutating func stage(into batch: inout JournalBatch) {
    let imports = moved.filter { $0.kind == .imported }
    let consumers = moved.subtracting(imports).prefix(CellLimit.cursorsPerCommitMax)
    for key in Array(imports) + Array(consumers) {
      guard let next = positions[key] else { continue }
      inCommit.append(key)
      batch.cursors.append(
        JournalCursor(kind: key.kind, name: key.name, flow: key.flow, next: next))
    }
    moved.subtract(inCommit)
    inCommitSince = movedSince
    if moved.isEmpty { movedSince = nil }
  }

  /// What was staged is durable.
  mutating func committed() {
    for key in inCommit { durable[key] = positions[key] }
    inCommit.removeAll(keepingCapacity: true)
  }

  /// What was staged is not durable. Consumers' cursors come again with the next commit; those of
  /// imports go back to where they durably are, since the messages before them were not taken.
  mutating func rolledBack(at now: Int64) {
    for key in inCommit {
      switch key.kind {
      case .consumer: moved.insert(key)
      case .imported: positions[key] = durable[key]
      }
    }
    inCommit.removeAll(keepingCapacity: true)
    if !moved.isEmpty { movedSince = inCommitSince ?? movedSince ?? now }
    inCommitSince = nil
  }
}
