import Foundation
import Synchronization

/// NATS JetStream with file store, as it comes: in clear, unsigned, acknowledged before any fsync
/// (every two minutes by default).
struct JetStreamBench: Sendable {
  let messages: Int
  let payloadBytes: Int
  /// Publishes without an answer at any time.
  private let window = 2_048

  /// Measures, or nil where nats-server is not installed.
  func run() throws -> [Measurement]? {
    guard let program = Executables.inPath("nats-server") else { return nil }
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "vaguemestre-bench-nats-\(getpid())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let port = try FreePort.find()
    let server = Process()
    server.executableURL = program
    server.arguments = ["-a", "127.0.0.1", "-p", "\(port)", "-js", "-sd", directory.path]
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    try awaitStart(port)
    try createStream(port)
    return [try throughput(port), try latency(port)]
  }

  private func awaitStart(_ port: Int) throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      if (try? NATSConnection(port: port)) != nil { return }
      usleep(20_000)
    }
    throw CommandFailure("nats-server did not start")
  }

  private func createStream(_ port: Int) throws {
    try request(
      port, "$JS.API.STREAM.CREATE.BENCH",
      #"{"name":"BENCH","subjects":["bench.in"],"storage":"file","num_replicas":1,"#
        + #""retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"discard":"old"}"#
    )
  }

  private func request(_ port: Int, _ subject: String, _ body: String) throws {
    var connection = try NATSConnection(port: port)
    connection.subscribe("bench.reply.\(getpid())", number: 1)
    connection.publish(subject, reply: "bench.reply.\(getpid())", payload: Array(body.utf8))
    try connection.flush()
    var answer: String?
    let deadline = ContinuousClock.now + .seconds(10)
    while answer == nil, ContinuousClock.now < deadline {
      try connection.receive(milliseconds: 100) {
        answer = String(decoding: $0.payload, as: UTF8.self)
      }
    }
    guard let answer, !answer.contains(#""error""#) else {
      throw CommandFailure("JetStream refused: \(answer ?? "no answer")")
    }
  }

  /// A push consumer from now on, delivering to `bench.out`.
  private func consume(_ port: Int, to subject: String) throws {
    try request(
      port, "$JS.API.CONSUMER.CREATE.BENCH",
      #"{"stream_name":"BENCH","config":{"deliver_subject":"\#(subject)","ack_policy":"none","#
        + #""deliver_policy":"new"}}"#
    )
  }

  private func throughput(_ port: Int) throws -> Measurement {
    let subject = "bench.out.t"
    let total = messages
    let done = Mutex<ContinuousClock.Instant?>(nil)
    let ready = DispatchSemaphore(value: 0)
    let finished = DispatchSemaphore(value: 0)
    let subscriber = Thread {
      if var connection = try? NATSConnection(port: port) {
        connection.subscribe(subject, number: 7)
        try? connection.flush()
        ready.signal()
        var seen = 0
        var idle = 0
        while seen < total, idle < 50 {
          guard let count = try? connection.receive(milliseconds: 100, { _ in }) else { break }
          seen += count
          idle = count == 0 ? idle + 1 : 0
        }
        if seen >= total { done.withLock { $0 = ContinuousClock.now } }
      }
      finished.signal()
    }
    subscriber.start()
    ready.wait()
    try consume(port, to: subject)
    let begun = ContinuousClock.now
    try publish(port, total)
    finished.wait()
    guard let end = done.withLock({ $0 }) else { throw CommandFailure("JetStream lost messages") }
    return measurement("throughput", rate: Double(total) / seconds(end - begun), Latencies())
  }

  private func publish(_ port: Int, _ total: Int) throws {
    var connection = try NATSConnection(port: port)
    connection.subscribe("bench.acks", number: 1)
    let payload = [UInt8](repeating: 0x41, count: payloadBytes)
    var sent = 0
    var acknowledged = 0
    while acknowledged < total {
      while sent < total, sent - acknowledged < window {
        connection.publish("bench.in", reply: "bench.acks", payload: payload)
        sent += 1
        if sent.isMultiple(of: 256) { break }
      }
      try connection.flush()
      let full = sent == total || sent - acknowledged >= window
      acknowledged += try connection.receive(milliseconds: full ? 5_000 : 0) { _ in }
    }
  }

  private func latency(_ port: Int) throws -> Measurement {
    let subject = "bench.out.l"
    var listener = try NATSConnection(port: port)
    listener.subscribe(subject, number: 7)
    try listener.flush()
    try consume(port, to: subject)
    var publisher = try NATSConnection(port: port)
    let payload = [UInt8](repeating: 0x41, count: payloadBytes)
    var latencies = Latencies()
    let rounds = 2_000
    let begun = ContinuousClock.now
    for _ in 0..<rounds {
      let start = MonotonicTime.nanoseconds()
      publisher.publish("bench.in", reply: nil, payload: payload)
      try publisher.flush()
      while try listener.receive(milliseconds: 5_000, { _ in }) == 0 {}
      latencies.add(MonotonicTime.nanoseconds() - start)
    }
    return measurement(
      "latency", rate: Double(rounds) / seconds(ContinuousClock.now - begun), latencies)
  }

  private func measurement(_ scenario: String, rate: Double, _ latencies: Latencies) -> Measurement
  {
    Measurement(
      system: "nats-jetstream", scenario: scenario, payloadBytes: payloadBytes,
      messagesPerSecond: rate, p50Micros: latencies.micros(at: 0.5),
      p99Micros: latencies.micros(at: 0.99), durable: false, signed: false, encrypted: false)
  }

  private func seconds(_ duration: Duration) -> Double {
    duration / .seconds(1)
  }
}
