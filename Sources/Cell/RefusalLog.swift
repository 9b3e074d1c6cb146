/// Refusals counted by code and by who caused them; never what was in them.
///
/// A flood of refusals makes one line a second and code, not one a refusal.
struct RefusalLog {
  private struct Key: Hashable {
    let code: Int
    let who: String
  }

  /// Different (code, who) between two flushes; what is beyond is counted under nobody's name.
  static let rowsMax = 256

  private var counts: [Key: UInt64] = [:]
  /// Since the start, by code.
  private(set) var totals: [Int: UInt64] = [:]

  mutating func count(_ code: Int, _ who: String, times: Int = 1) {
    guard times > 0 else { return }
    totals[code, default: 0] += UInt64(times)
    let key = Key(code: code, who: who)
    let isKept = counts[key] != nil || counts.count < Self.rowsMax
    counts[isKept ? key : Key(code: code, who: "others"), default: 0] += UInt64(times)
  }

  /// What was counted since the last flush, by code.
  mutating func flush() -> [LogEntry] {
    guard !counts.isEmpty else { return [] }
    let entries = counts.map { LogEntry(code: $0.key.code, who: $0.key.who, count: $0.value) }
    counts.removeAll(keepingCapacity: true)
    return entries.sorted { ($0.code, $0.who) < ($1.code, $1.who) }
  }
}

/// One line for the operator: a code, who it is about, and how often. No content.
package struct LogEntry: Equatable, Sendable {
  package let code: Int
  /// A principal or a source compartment.
  package let who: String
  package let count: UInt64

  package init(code: Int, who: String, count: UInt64) {
    self.code = code
    self.who = who
    self.count = count
  }
}
