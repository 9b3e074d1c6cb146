/// What the monitors of a large hospital say in turn: each has its own device and patient, and each
/// message other values, another time and another id. In one of twenty a sensor is off, mostly
/// another one than the last time.
struct MonitorStream: Sendable {
  var beds = 200
  /// Messages of each bed. All together are fewer than one frame or file may hold (10,000).
  var rounds = 40

  /// All messages, in the order in which they come.
  var messages: [[UInt8]] {
    (0..<rounds).flatMap { round in (0..<beds).map { bed in message(of: bed, round) } }
  }

  private func message(of bed: Int, _ round: Int) -> [UInt8] {
    // The demo's patients repeat after six; a bed keeps its own.
    let demo = DemoTraffic.bedsideMonitor(
      6 * (7 * round + bed) + bed % 6, id: "B\(bed)-\(round)", at: Self.time(bed, round))
    var lines = String(decoding: demo, as: UTF8.self).split(separator: "\r").map { line in
      String(line).replacing("080019FFFE1443EC", with: "080019FFFE\(144_000 + bed)")
        .replacing("|\(700_100 + bed % 6)^", with: "|\(800_000 + bed)^")
    }
    if (bed * 7 + round * 13) % 20 == 0 { turnOff(&lines[5 + (bed + round) % 14]) }
    return Array((lines.joined(separator: "\r") + "\r").utf8)
  }

  private static func time(_ bed: Int, _ round: Int) -> String {
    "2026112412\(10 + round)\("\(100 + bed / 4)".suffix(2)).\(100 + bed)+0100"
  }

  /// A row without a value, because there is none.
  private func turnOff(_ row: inout String) {
    var fields = row.split(separator: "|", omittingEmptySubsequences: false)
    fields[5] = ""
    fields[8] = "NAV"
    fields[11] = "X"
    row = fields.joined(separator: "|")
  }
}
