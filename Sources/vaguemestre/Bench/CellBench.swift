import CellProtocol
import Client
import Foundation
import Policy
import SignedMessage
import SignedPolicy
import Site
import Synchronization
import ZeroMQ

/// The cell end to end: one publisher, one cell process, one subscriber. Signed, CURVE, decided,
/// durable on disk before it is acknowledged, encrypted at rest, and verified again by the
/// subscriber.
struct CellBench: Sendable {
  let messages: Int
  let payloadBytes: Int

  /// What a run gives beside its measurements.
  struct Outcome {
    let measurements: [Measurement]
    /// Largest resident set of the cell, in bytes.
    let cellBytes: Int
  }

  func run() throws -> Outcome {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "vaguemestre-bench-\(getpid())").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    _ = try Site.create(
      SitePlan.hospital(time: Int64(Date().timeIntervalSince1970)), at: directory)
    let cell = Process()
    cell.executableURL = try Executables.beside("vaguemestre-cell")
    cell.arguments = ["--site", directory, "--compartment", "icu"]
    cell.standardError = FileHandle.nullDevice
    try cell.run()
    defer {
      cell.terminate()
      cell.waitUntilExit()
    }
    let pair = try BenchPair(site: directory, payloadBytes: payloadBytes)
    defer { pair.close() }
    let latency = try pair.latency(rounds: 2_000)
    let throughput = try pair.throughput(messages)
    return Outcome(
      measurements: [throughput, latency], cellBytes: Self.residentMax(cell.processIdentifier))
  }

  private static func residentMax(_ pid: Int32) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Int($0)
      })
    else { return 0 }
    return kilobytes * 1024
  }
}

/// A publisher and a subscriber of the ICU's vitals.
final class BenchPair: Sendable {
  private let publisher: Client.Publisher
  private let subscriber: Subscriber
  private let arrivals: Arrivals
  private let draft: MessageDraft

  init(site: String, payloadBytes: Int) throws {
    let producer = try Member.load("icu/hl7", site: site)
    let consumer = try Member.load("icu/dashboard", site: site)
    let arrivals = Arrivals()
    self.arrivals = arrivals
    guard let key = producer.keys.signing,
      let flow = producer.policies.verified.own.document.flows.first(where: { $0.name == "vitals" })
    else { throw CommandFailure("the site's template has no vitals") }
    draft = MessageDraft(
      flow: "vitals", label: flow.defaultLabel, subject: "icu/bed-1",
      payload: [UInt8](repeating: 0x41, count: payloadBytes))
    subscriber = try Subscriber(
      in: Context.shared(ioThreads: 1), consumer.connection("bench"),
      to: [FlowRequest(flow: "vitals", from: .oldest)],
      trusting: consumer.trust,
      handle: { arrivals.handle($0) })
    publisher = try Client.Publisher(
      in: Context.shared(), producer.connection("bench"),
      as: ProducerIdentity(
        key: key, site: producer.policies.snapshot.site, compartment: "icu"))
    try arrivals.waitUntilReady()
  }

  func close() {
    publisher.close()
    subscriber.close()
  }

  /// One message at a time: from the call that publishes to the handler that has it.
  func latency(rounds: Int) throws -> Measurement {
    var latencies = Latencies()
    for round in 0..<(rounds + 100) {
      let start = MonotonicTime.nanoseconds()
      publisher.publish([draft]) { _ in }
      try arrivals.wait(for: 1)
      if round >= 100 { latencies.add(MonotonicTime.nanoseconds() - start) }
    }
    return measurement("latency", rate: 1e6 / latencies.micros(at: 0.5), latencies)
  }

  /// As fast as it goes, with a bounded number under way.
  func throughput(_ total: Int) throws -> Measurement {
    let window = DispatchSemaphore(value: 64)
    let refused = Atomic(0)
    let begun = ContinuousClock.now
    let block = Array(repeating: draft, count: 256)
    var sent = 0
    while sent < total {
      window.wait()
      sent += block.count
      publisher.publish(block) { outcomes in
        refused.add(outcomes.count { !$0.isDurable }, ordering: .relaxed)
        window.signal()
      }
    }
    try arrivals.wait(for: sent)
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    guard refused.load(ordering: .relaxed) == 0 else {
      throw CommandFailure("the cell refused messages of the bench")
    }
    for _ in 0..<64 { window.wait() }
    for _ in 0..<64 { window.signal() }
    return measurement("throughput", rate: Double(sent) / seconds, Latencies())
  }

  private func measurement(_ scenario: String, rate: Double, _ latencies: Latencies) -> Measurement
  {
    Measurement(
      system: "vaguemestre", scenario: scenario, payloadBytes: draft.payload.count,
      messagesPerSecond: rate, p50Micros: latencies.micros(at: 0.5),
      p99Micros: latencies.micros(at: 0.99), durable: true, signed: true, encrypted: true)
  }
}

/// Counts what the subscriber has, and wakes who waits for it.
final class Arrivals: Sendable {
  private struct State {
    var count = 0
    var wanted = Int.max
  }

  private let state = Mutex(State())
  private let reached = DispatchSemaphore(value: 0)
  private let ready = DispatchSemaphore(value: 0)

  func handle(_ event: SubscriberEvent) {
    switch event {
    case .subscribed: ready.signal()
    case .message:
      let isReached = state.withLock { state in
        state.count += 1
        guard state.count >= state.wanted else { return false }
        state.wanted = .max
        return true
      }
      if isReached { reached.signal() }
    case .refused, .unverified: break
    }
  }

  func waitUntilReady() throws {
    guard ready.wait(timeout: .now() + 10) == .success else {
      throw CommandFailure("the cell does not answer")
    }
  }

  /// Waits until so many more have come since the last call.
  func wait(for count: Int) throws {
    let isThere = state.withLock { state in
      if state.count >= count {
        state.count -= count
        return true
      }
      state.wanted = count
      return false
    }
    if isThere { return }
    guard reached.wait(timeout: .now() + 60) == .success else {
      throw CommandFailure("messages of the bench did not arrive within a minute")
    }
    state.withLock { $0.count -= count }
  }
}
