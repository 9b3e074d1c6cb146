import Foundation
import ProgramTesting
import Synchronization
import Testing

/// A reader is revoked while its compartment works as fast as it can: it is cut, gets nothing that
/// came after the revocation was acknowledged, and everyone else gets everything, once, in order.
@Suite struct ActivationTests {
  @Test func `who is revoked under load gets nothing more, and nobody else loses anything`() throws
  {
    let site = try RunningSite()
    let load = try Load(on: site, link: "lab-hl7")
    let revoked = try Reader("lab/dashboard", site)
    let staying = try Reader("icu/dashboard", site)
    try revoked.wait(for: 200)

    #expect(try activateRevocation(of: "lab/dashboard", site) == 0)
    let acknowledged = load.begun
    // Bursts that begin only now, so that there is something that it must not get.
    load.wait(forBurst: acknowledged + 3)
    let sent = load.stop()

    #expect(revoked.end() == 1)
    #expect(revoked.errors.contains { $0.contains("VGM-") })
    let got = revoked.received
    #expect(got.count >= 200)
    let late = got.filter { Load.burst(of: $0) >= acknowledged }
    #expect(late.isEmpty, "\(late.count) of \(got.count) messages after the acknowledgement")
    // What it got before is what there was, without a hole.
    let before = Set(got)
    #expect(before.count == got.count)
    #expect(sent.accepted.filter { before.contains($0) } == got)

    #expect(sent.accepted.count == sent.all, "every message was taken, also meanwhile")
    try staying.wait(for: sent.all)
    #expect(staying.received == sent.accepted)
    staying.stop()
    #expect(try site.records(of: "results", in: "lab") == UInt64(sent.all))
  }

  /// Revokes the CURVE key of a principal in the charter, which one root may; the exit status of
  /// the activation.
  private func activateRevocation(of principal: String, _ site: RunningSite) throws -> Int32 {
    let key = try String(
      contentsOfFile: "\(site.directory)/principals/\(principal)/curve.pub", encoding: .utf8
    ).trimmingCharacters(in: .whitespacesAndNewlines)
    let (draft, document) = ("\(site.directory)/next.yaml", "\(site.directory)/next.cbor")
    try expect(site.run(["policy", "draft", "charter", "-o", draft]))
    var text = try String(contentsOfFile: draft, encoding: .utf8)
    text += "revocations:\n  curve-keys: [\"\(key)\"]\n"
    try Data(text.utf8).write(to: URL(filePath: draft))
    try expect(site.run(["policy", "compile", draft, "-o", document]))
    let root = "\(site.directory)/keys/roots/root-1.pem"
    try expect(site.run(["policy", "sign", document, "--key", root, "-o", document]))
    return try site.run(["policy", "activate", document]).status
  }

  private func expect(_ result: Programs.Result) throws {
    try #require(result.status == 0, "\(result.errors)")
  }
}

/// A `vaguemestre subscribe` to the laboratory's results, from the first one on.
private final class Reader {
  private let program: RunningProgram

  init(_ who: String, _ site: RunningSite) throws {
    program = try RunningProgram(
      "vaguemestre",
      [
        "subscribe", "--site", site.directory, "--as", who, "--flow", "lab/results", "--from",
        "start",
      ])
  }

  /// Waits until it has so many messages.
  func wait(for count: Int) throws {
    for _ in 0..<count { try program.log.wait(for: "controlId") }
  }

  /// Its exit status, once it has ended by itself.
  func end() -> Int32 { program.wait() }

  func stop() { program.stop() }

  /// The ids of what it has got, in order.
  var received: [String] {
    program.log.lines.compactMap { line in
      line.firstMatch(of: /"controlId":"([^"]*)"/).map { String($0.1) }
    }
  }

  var errors: [String] { program.log.lines.filter { !$0.contains("controlId") } }
}

/// Bursts of results from an analyzer, one connection after the other, without a pause.
private final class Load: Sendable {
  private struct State {
    var begun = 0
    var isStopping = false
    var accepted: [String] = []
  }

  private static let size = 50
  private let state = Mutex(State())
  private let change = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(on site: RunningSite, link: String) throws {
    _ = try site.address(of: link)
    Thread.detachNewThread { [self] in
      while let burst = next() {
        let answers = (try? site.send(raw: Self.frames(of: burst), to: link)) ?? ""
        let taken = answers.matches(of: /MSA\|AA\|(B[0-9]+-[0-9]+)/).map { String($0.1) }
        state.withLock { $0.accepted += taken }
        change.signal()
      }
      ended.signal()
    }
  }

  /// Bursts that have begun.
  var begun: Int { state.withLock { $0.begun } }

  /// Waits until a burst has been answered.
  func wait(forBurst number: Int) {
    while begun <= number { change.wait() }
  }

  /// Ends after the burst that is on its way: how many messages there were, and the ids of those
  /// that were taken.
  func stop() -> (all: Int, accepted: [String]) {
    state.withLock { $0.isStopping = true }
    ended.wait()
    return state.withLock { ($0.begun * Self.size, $0.accepted) }
  }

  /// The burst in which a message came.
  static func burst(of id: String) -> Int {
    id.dropFirst().split(separator: "-").first.flatMap { Int($0) } ?? .max
  }

  private func next() -> Int? {
    state.withLock { state in
      guard !state.isStopping else { return nil }
      defer { state.begun += 1 }
      return state.begun
    }
  }

  private static func frames(of burst: Int) -> [UInt8] {
    (0..<size).flatMap { number in
      let segments = Said.result("B\(burst)-\(number)").joined(separator: "\r")
      return [0x0B] + Array(segments.utf8) + [0x0D, 0x1C, 0x0D]
    }
  }
}
