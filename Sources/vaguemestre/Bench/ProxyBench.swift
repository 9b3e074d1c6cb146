import Foundation
import Synchronization
import ZeroMQ

/// A bare libzmq proxy with CURVE on both sides: PUSH → (PULL, PUSH) → PULL. Nothing is signed,
/// decided or kept: the most that a broker on this transport can do with one message a frame.
struct ProxyBench: Sendable {
  let messages: Int
  let payloadBytes: Int

  func run() throws -> [Measurement] {
    let context = try Context.shared(ioThreads: 2)
    let keys = try CurveKeyPair.generate()
    let client = try CurveKeyPair.generate()
    let domain = try context.zapHandler().domain("bench-proxy")
    domain.admit([client.publicKey])
    let server = CurveServer(keys: keys, domain: domain)
    var options = SocketOptions()
    options.sendHighWater = 16_384
    options.receiveHighWater = 16_384

    var front = try Socket(.pull, in: context, options: options)
    var back = try Socket(.push, in: context, options: options)
    let frontEnd = try front.bind(Endpoint("tcp://127.0.0.1:*"), as: server)
    let backEnd = try back.bind(Endpoint("tcp://127.0.0.1:*"), as: server)
    var source = try Socket(.push, in: context, options: options)
    var sink = try Socket(.pull, in: context, options: options)
    let peer = CurveClient(keys: client, server: keys.publicKey)
    try source.connect(frontEnd, as: peer)
    try sink.connect(backEnd, as: peer)

    let running = Mutex(true)
    let proxy = try PosixThread("proxy", moving: ProxySockets(front: front, back: back)) {
      sockets in
      var sockets = sockets
      try? sockets.forward { running.withLock { $0 } }
    }
    defer {
      running.withLock { $0 = false }
      proxy.join()
    }
    let slow = try latency(&source, &sink)
    let fast = try throughput(to: frontEnd, as: peer, options, &sink)
    return [fast, slow]
  }

  private func latency(_ source: inout Socket, _ sink: inout Socket) throws -> Measurement {
    let payload = [UInt8](repeating: 0x41, count: payloadBytes)
    var frame = Frame()
    var latencies = Latencies()
    for round in 0..<2_200 {
      let start = MonotonicTime.nanoseconds()
      guard try source.send(payload, within: .seconds(5)) == .queued,
        try sink.receive(into: &frame, within: .seconds(5))
      else { throw CommandFailure("the proxy does not forward") }
      if round >= 200 { latencies.add(MonotonicTime.nanoseconds() - start) }
    }
    return measurement("latency", rate: 1e6 / latencies.micros(at: 0.5), latencies)
  }

  private func throughput(
    to endpoint: Endpoint, as peer: CurveClient, _ options: SocketOptions, _ sink: inout Socket
  ) throws -> Measurement {
    let context = try Context.shared()
    let total = messages
    let size = payloadBytes
    let begun = ContinuousClock.now
    let sender = try PosixThread("source") {
      guard var source = try? Socket(.push, in: context, options: options) else { return }
      guard (try? source.connect(endpoint, as: peer)) != nil else { return }
      let payload = [UInt8](repeating: 0x41, count: size)
      var sent = 0
      while sent < total, (try? source.send(payload, within: .seconds(5))) == .queued { sent += 1 }
    }
    var frame = Frame()
    for _ in 0..<total {
      guard try sink.receive(into: &frame, within: .seconds(5)) else {
        throw CommandFailure("the proxy lost messages")
      }
    }
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    sender.join()
    return measurement("throughput", rate: Double(total) / seconds, Latencies())
  }

  private func measurement(_ scenario: String, rate: Double, _ latencies: Latencies) -> Measurement
  {
    Measurement(
      system: "zmq-curve-proxy", scenario: scenario, payloadBytes: payloadBytes,
      messagesPerSecond: rate, p50Micros: latencies.micros(at: 0.5),
      p99Micros: latencies.micros(at: 0.99), durable: false, signed: false, encrypted: true)
  }
}

/// The proxy's two sockets, on its own thread.
private struct ProxySockets: ~Copyable {
  var front: Socket
  var back: Socket

  /// Forwards until told to stop, looking up once in a tenth of a second when nothing comes.
  mutating func forward(while running: () -> Bool) throws {
    var frame = Frame()
    while running() {
      guard try front.receive(into: &frame, within: .milliseconds(100)) else { continue }
      var taken = 0
      repeat {
        guard try back.send(moving: &frame, within: .seconds(5)) == .queued else { return }
        taken += 1
      } while try taken < 10_000 && front.receive(into: &frame)
    }
  }
}
