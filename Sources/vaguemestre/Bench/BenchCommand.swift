import ArgumentParser
import Foundation

/// `vaguemestre bench`
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract:
      "Measure the cell end to end, beside a bare CURVE proxy and, where nats-server is "
      + "installed, JetStream; how fast an adapter translates, and policies answer.",
    discussion: """
      All in one run on this machine. 'durable' means synced to disk before the publisher is \
      told; the latency is that \
      of one message at a time.
      """)

  @Option(help: "Messages of each throughput run.")
  var messages: Int = 200_000

  @Option(help: "Bytes of each payload.")
  var payload: Int = 256

  @Option(
    help: "A Python that has hl7, hl7apy or hl7conv2: they parse what the adapter translates.",
    completion: .file())
  var python: String?

  @Flag(help: "Measure policies alone.")
  var policies = false

  @Flag(help: "Print one JSON document a measurement.")
  var json = false

  func validate() throws {
    guard messages >= 1_000, (16...65_536).contains(payload) else {
      throw ValidationError("--messages is at least 1000, --payload 16 to 65536")
    }
  }

  func run() throws {
    if !json { print(Measurement.header) }
    guard !policies else { return try showPolicies() }
    let cell = try CellBench(messages: messages, payloadBytes: payload).run()
    show(cell.measurements)
    show(try ProxyBench(messages: messages, payloadBytes: payload).run())
    if let stream = try JetStreamBench(messages: messages, payloadBytes: payload).run() {
      show(stream)
    } else if !json {
      print("nats-jetstream    skipped: nats-server is not installed")
    }
    show(try AdapterBench().run())
    try showPolicies()
    if let python { show(try ParserBench(python: python).run()) }
    if !json { print("\nlargest resident set of the cell: \(cell.cellBytes / 1_048_576) MB") }
  }

  private func showPolicies() throws {
    show(try PolicyBench().run())
    show([try ActivationBench().run()])
  }

  private func show(_ measurements: [Measurement]) {
    for measurement in measurements { print(json ? measurement.json : measurement.row) }
  }
}
