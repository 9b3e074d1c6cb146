import Foundation

/// The live table of a running demo: messages a second by flow, and what lags.
struct DemoTable {
  private var before = DemoAccount.Progress()
  private var linesUp = 0
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Prints the state after so many seconds; on a terminal in place, else one line.
  mutating func show(_ progress: DemoAccount.Progress, missing: Int, second: Int) {
    defer { before = progress }
    guard isTerminal else {
      let acknowledged = progress.acknowledged.values.reduce(0, +)
      let delivered = progress.delivered.values.reduce(0, +)
      write(
        "\(second) s  acknowledged \(acknowledged)  delivered \(delivered)  lag \(missing)"
          + "  quarantined \(progress.quarantined)  refused \(progress.refused)\n")
      return
    }
    var lines = [row("flow", "sent/s", "delivered/s", "delivered")]
    let flows = Set(progress.acknowledged.keys).union(progress.delivered.keys).sorted()
    for flow in flows {
      let sent = (progress.acknowledged[flow] ?? 0) - (before.acknowledged[flow] ?? 0)
      let delivered = progress.delivered[flow] ?? 0
      lines.append(
        row(flow, "\(sent)", "\(delivered - (before.delivered[flow] ?? 0))", "\(delivered)"))
    }
    lines.append(
      "\(second) s, lag \(missing), quarantined \(progress.quarantined), refused "
        + "\(progress.refused)"
    )
    let up = linesUp > 0 ? "\u{1B}[\(linesUp)A" : ""
    write(up + lines.map { "\u{1B}[K" + $0 + "\n" }.joined())
    linesUp = lines.count
  }

  private func row(_ flow: String, _ columns: String...) -> String {
    flow + String(repeating: " ", count: max(1, 26 - flow.count))
      + columns.map { String(repeating: " ", count: max(0, 12 - $0.count)) + $0 }.joined()
  }

  private func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}
