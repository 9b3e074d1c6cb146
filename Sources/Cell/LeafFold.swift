import CellProtocol
import Ledger

/// Refusals on their way into the ledger: the first of each kind at once, its repeats as a count.
///
/// Whoever floods the cell with refusals costs a leaf at first, then one after a minute, after two
/// more, after four, and one an hour in the end, for each code.
struct LeafFold {
  private struct Key: Hashable {
    let kind: LeafKind
    let code: Int
    let who: Culprit
  }

  private struct Row {
    var end: Int64
    var window: Int64
    /// What has no leaf yet.
    var repeats: UInt64
  }

  /// What is counted for the operator and is no decision about anybody's rights: to say it again
  /// later, to be silent, to be slow.
  private static let unrecorded: Set<Int> = Set(
    [ProtocolCode.notGreeted, .gap, .journalClosed, .slowPeer, .silent].map(\.rawValue))

  /// Codes of policy, label, signature and protocol, and 4013: a name for which there is no room.
  private static func isRecorded(_ code: Int) -> Bool {
    (2_000..<4_000).contains(code) && !unrecorded.contains(code) || code == 4_013
  }

  private var rows: [Key: Row] = [:]
  private var rowsOf: [Culprit: Int] = [:]
  /// When a row may be due.
  private var due: Int64 = .max

  /// Counts; gives a draft where it is the first of its kind, and may be written now.
  mutating func count(
    _ code: Int, _ who: Culprit, as kind: LeafKind?, times: Int, at now: Int64, mayWrite: Bool
  ) -> LeafDraft? {
    guard times > 0, Self.isRecorded(code) else { return nil }
    let key = key(kind ?? Self.kind(of: code), code, who)
    let isNew = rows[key] == nil
    if isNew {
      rowsOf[key.who, default: 0] += 1
      rows[key] = Row(end: now, window: CellLimit.foldMin, repeats: 0)
    }
    guard isNew, mayWrite else {
      rows[key]?.repeats += UInt64(times)
      if let end = rows[key]?.end { due = min(due, end) }
      return nil
    }
    rows[key]?.end = now + CellLimit.foldMin
    due = min(due, now + CellLimit.foldMin)
    return draft(key, UInt64(times))
  }

  private static func kind(of code: Int) -> LeafKind {
    switch ProtocolCode(rawValue: code) {
    case .revoked: .revocation
    case .damaged: .damage
    default: .refusal
    }
  }

  /// The row that something is counted in. One peer has few, so that it takes none from others;
  /// what is beyond loses its code, then its name, and never its count.
  private func key(_ kind: LeafKind, _ code: Int, _ who: Culprit) -> Key {
    let exact = Key(kind: kind, code: code, who: who)
    let isFull = rows.count >= CellLimit.foldRowsMax
    if rows[exact] != nil
      || !isFull && rowsOf[who, default: 0] < CellLimit.foldRowsOfOneMax
    {
      return exact
    }
    let anyCode = Key(kind: .refusal, code: 0, who: who)
    if rows[anyCode] != nil || !isFull { return anyCode }
    let anybody = Key(kind: kind, code: code, who: .strangers)
    if rows[anybody] != nil
      || rowsOf[.strangers, default: 0] < CellLimit.foldRowsOfOneMax
    {
      return anybody
    }
    return Key(kind: .refusal, code: 0, who: .strangers)
  }

  private func draft(_ key: Key, _ count: UInt64) -> LeafDraft {
    var draft = key.who.named(in: LeafDraft(key.kind, code: key.code))
    draft.count = count
    return draft
  }

  /// The counts whose time has come, at most `countMax`, or all that are open at the end.
  mutating func flush(at now: Int64, countMax: Int, all: Bool = false) -> [LeafDraft] {
    guard all || now >= due else { return [] }
    due = .max
    var drafts: [LeafDraft] = []
    let order = rows.sorted {
      ($0.key.kind.rawValue, $0.key.code, $0.key.who.name)
        < ($1.key.kind.rawValue, $1.key.code, $1.key.who.name)
    }
    for (key, row) in order {
      guard all || row.end <= now else {
        due = min(due, row.end)
        continue
      }
      if row.repeats == 0 {
        // A quiet window: the next one is a first again.
        rows[key] = nil
        rowsOf[key.who, default: 1] -= 1
        if rowsOf[key.who] == 0 { rowsOf[key.who] = nil }
      } else if drafts.count < countMax {
        drafts.append(draft(key, row.repeats))
        let window = min(2 * row.window, CellLimit.foldMax)
        rows[key] = Row(end: now + window, window: window, repeats: 0)
        due = min(due, now + window)
      } else {
        due = now
      }
    }
    return drafts
  }
}
