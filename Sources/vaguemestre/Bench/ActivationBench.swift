import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site
import Synchronization

/// How long it takes until a running cell decides by a policy of ten thousand principals, while a
/// publisher and a subscriber work as fast as they go: from the moment that the signed document is
/// handed over to the cell's word that it is in force. No message may be lost or refused meanwhile.
struct ActivationBench {
  static let principals = 10_000
  /// Each takes the one before it away again: one more principal, one less.
  private static let rounds = 5
  private static let messages = 400_000

  func run() throws -> Measurement {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "vaguemestre-bench-\(getpid())-policy").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    _ = try Site.create(.hospital(time: Int64(Date().timeIntervalSince1970)), at: directory)
    let layout = SiteLayout(directory)
    let cell = Process()
    cell.executableURL = try Executables.beside("vaguemestre-cell")
    cell.arguments = ["--site", directory, "--compartment", "icu"]
    cell.standardError = FileHandle.nullDevice
    try cell.run()
    defer {
      cell.terminate()
      cell.waitUntilExit()
    }
    let pair = try BenchPair(site: directory, payloadBytes: 256)
    defer { pair.close() }
    let traffic = Traffic(pair, messages: Self.messages)
    var latencies = Latencies()
    for round in 0..<Self.rounds {
      let next = try Self.policy(in: layout, readers: Self.principals + round % 2)
      let began = MonotonicTime.nanoseconds()
      let accepted = try Site.publish(next, in: layout, at: Int64(Date().timeIntervalSince1970))
      try RunningCell(layout.cell("icu"))?.reload()
      while try RunningCell(layout.cell("icu"))?.policies["icu"] != accepted {
        guard MonotonicTime.nanoseconds() - began < 30_000_000_000 else {
          throw CommandFailure("the cell does not take up the policy of the bench")
        }
        usleep(1_000)
      }
      latencies.add(MonotonicTime.nanoseconds() - began)
    }
    try traffic.finish()
    return Measurement(
      system: "policy", scenario: "activate", payloadBytes: 0,
      messagesPerSecond: 1e6 / latencies.micros(at: 0.5), p50Micros: latencies.micros(at: 0.5),
      p99Micros: latencies.micros(at: 0.99), durable: true, signed: true, encrypted: true)
  }

  /// The next version of the ICU's policy, with so many readers of its vital signs besides.
  private static func policy(
    in layout: SiteLayout, readers: Int
  ) throws -> UnverifiedPolicy {
    let time = Int64(Date().timeIntervalSince1970)
    let former = try Site.load(at: layout.root, time: time).policy(of: "icu")
    var policy = former.document
    policy.edition = policy.edition.next(after: former.accepted, at: time)
    guard let model = policy.principals.first(where: { $0.name == "dashboard" }) else {
      throw CommandFailure("the site's template has no dashboard")
    }
    policy.principals.removeAll { $0.name.hasPrefix("reader-") }
    for number in 0..<readers {
      guard let key = CurveKey(SHA256.hash(Array("reader \(number)".utf8)).bytes) else {
        throw CommandFailure("32 bytes are a key")
      }
      var reader = Principal(
        name: "reader-\(number)", role: .subscriber, curveKey: key, clearance: model.clearance,
        expires: model.expires)
      reader.subscribe = model.subscribe
      policy.principals.append(reader)
    }
    var signer = try PolicySigner(policy)
    for number in 1...2 {
      let path = "\(layout.authorityKeys("icu"))/authority-\(number).pem"
      try signer.sign(with: SigningKey(pem: try SecretFile.read(path, maximumBytes: 16_384)))
    }
    return try UnverifiedPolicy(signer.encoded)
  }
}

/// Messages that go through the cell on a thread of their own.
private final class Traffic: Sendable {
  private let end = DispatchSemaphore(value: 0)
  private let failure = Mutex<CommandFailure?>(nil)

  init(_ pair: BenchPair, messages: Int) {
    Thread.detachNewThread { [self] in
      do {
        _ = try pair.throughput(messages)
      } catch {
        failure.withLock { $0 = CommandFailure("\(error)") }
      }
      end.signal()
    }
  }

  /// Waits until every message has arrived.
  func finish() throws {
    end.wait()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
