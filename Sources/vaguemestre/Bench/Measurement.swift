/// One line of the bench: a rate or a latency of one system in one scenario.
struct Measurement: Sendable {
  /// Which system: `vaguemestre`, `zmq-curve-proxy`, `nats-jetstream`.
  let system: String
  /// `throughput` (as fast as it goes) or `latency` (one message at a time, the idle path).
  let scenario: String
  let payloadBytes: Int
  let messagesPerSecond: Double
  /// Publish call to delivery, microseconds.
  let p50Micros: Double
  let p99Micros: Double
  /// Whether a message is on disk (fsync) before it is acknowledged.
  let durable: Bool
  let signed: Bool
  /// Whether it is encrypted on the wire.
  let encrypted: Bool

  var json: String {
    #"{"system":\#(JSONText.quote(system)),"scenario":\#(JSONText.quote(scenario)),"#
      + #""payloadBytes":\#(payloadBytes),"messagesPerSecond":\#(Int(messagesPerSecond)),"#
      + #""p50Micros":\#(Int(p50Micros)),"p99Micros":\#(Int(p99Micros)),"#
      + #""durable":\#(durable),"signed":\#(signed),"encrypted":\#(encrypted)}"#
  }

  static let header = [
    column("system", 18), column("scenario", 12), column("bytes", 7, right: true),
    column("messages/s", 12, right: true), column("p50 µs", 10, right: true),
    column("p99 µs", 10, right: true), "  durable signed encrypted",
  ].joined()

  var row: String {
    let mark = { (on: Bool) in on ? "yes" : "no" }
    return [
      Self.column(system, 18), Self.column(scenario, 12),
      Self.column("\(payloadBytes)", 7, right: true),
      Self.column("\(Int(messagesPerSecond))", 12, right: true),
      Self.column("\(Int(p50Micros))", 10, right: true),
      Self.column("\(Int(p99Micros))", 10, right: true), "  ",
      Self.column(mark(durable), 8), Self.column(mark(signed), 7), mark(encrypted),
    ].joined()
  }

  private static func column(_ text: String, _ width: Int, right: Bool = false) -> String {
    let pad = String(repeating: " ", count: max(0, width - text.count))
    return right ? pad + text : text + pad
  }
}

/// Latencies in nanoseconds, and their percentiles.
struct Latencies: Sendable {
  private(set) var samples: [UInt64] = []

  mutating func add(_ nanoseconds: UInt64) {
    samples.append(nanoseconds)
  }

  /// The value that `share` (0…1) of the samples do not exceed, in microseconds; 0 without samples.
  func micros(at share: Double) -> Double {
    guard !samples.isEmpty else { return 0 }
    let sorted = samples.sorted()
    let index = min(sorted.count - 1, Int(Double(sorted.count) * share))
    return Double(sorted[index]) / 1000
  }
}
