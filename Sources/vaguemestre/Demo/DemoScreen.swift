import Foundation
import Synchronization

/// What a running demo shows: messages a second by flow, what lags, and what happened to its
/// programs. On a terminal a table that is drawn in place, elsewhere a line a second.
final class DemoScreen: Sendable {
  private struct State {
    var before = DemoAccount.Progress()
    /// Lines of the table that stand above the cursor.
    var linesUp = 0
  }

  private let out: FileHandle
  private let isTerminal: Bool
  private let state = Mutex(State())

  init(_ out: FileHandle) {
    self.out = out
    isTerminal = isatty(out.fileDescriptor) == 1
  }

  /// Writes text as it is.
  func write(_ text: String) {
    out.write(Data(text.utf8))
  }

  /// Writes a line that stays, above the table.
  func note(_ line: String) {
    state.withLock { state in
      write(up(state.linesUp) + line + "\n")
      state.linesUp = 0
    }
  }

  /// Shows the state after so many seconds.
  func show(_ progress: DemoAccount.Progress, missing: Int, second: Int) {
    state.withLock { state in
      let rates = Rates(from: state.before, to: progress)
      state.before = progress
      let totals =
        "lag \(missing)  quarantined \(progress.quarantined)  refused \(progress.refused)"
      guard isTerminal else { return write("\(second) s  \(rates.line)  \(totals)\n") }
      let lines = rates.table + ["\(second) s  \(totals)"]
      write(up(state.linesUp) + lines.map { "\u{1B}[K" + $0 + "\n" }.joined())
      state.linesUp = lines.count
    }
  }

  /// Back to the table's first line, and away with the table.
  private func up(_ lines: Int) -> String {
    lines > 0 ? "\u{1B}[\(lines)A\u{1B}[J" : ""
  }
}

/// What came in and went out in one second, by flow.
private struct Rates {
  private struct Row {
    let flow: String
    let acknowledged: Int
    let delivered: Int
    let deliveredInAll: Int
  }

  private let rows: [Row]

  init(from before: DemoAccount.Progress, to now: DemoAccount.Progress) {
    rows = Set(now.acknowledged.keys).union(now.delivered.keys).sorted().map { flow in
      Row(
        flow: flow,
        acknowledged: (now.acknowledged[flow] ?? 0) - (before.acknowledged[flow] ?? 0),
        delivered: (now.delivered[flow] ?? 0) - (before.delivered[flow] ?? 0),
        deliveredInAll: now.delivered[flow] ?? 0)
    }
  }

  /// `acknowledged/s 63  delivered/s 135 (icu/vitals 80, …)`.
  var line: String {
    let flows = rows.filter { $0.delivered > 0 }.map { "\($0.flow) \($0.delivered)" }
    let list = flows.isEmpty ? "" : " (\(flows.joined(separator: ", ")))"
    return "acknowledged/s \(rows.reduce(0) { $0 + $1.acknowledged })"
      + "  delivered/s \(rows.reduce(0) { $0 + $1.delivered })\(list)"
  }

  var table: [String] {
    [Self.row("flow", "acknowledged/s", "delivered/s", "delivered")]
      + rows.map {
        Self.row($0.flow, "\($0.acknowledged)", "\($0.delivered)", "\($0.deliveredInAll)")
      }
  }

  private static func row(_ flow: String, _ columns: String...) -> String {
    flow + String(repeating: " ", count: max(1, 26 - flow.count))
      + columns.map { String(repeating: " ", count: max(0, 16 - $0.count)) + $0 }.joined()
  }
}
