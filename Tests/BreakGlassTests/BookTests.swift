import BreakGlass
import Cryptography
import Policy
import SignedPolicy
import Testing

/// The state table of `Routing/BreakGlass/README.md`, row by row.
@Suite struct BookTests {
  private var desk: Desk

  init() throws { desk = try Desk() }

  private func others(_ digest: Digest) -> [(BreakGlassStep.Action, String)] {
    [
      (.approve(digest), "approve"), (.renew(digest), "renew"), (.end(digest), "end"),
      (.review(digest), "review"),
    ]
  }

  /// What each of the four steps of another officer answers now, each tried alone.
  private func answers(_ digest: Digest, by officer: Int = 2) throws -> [Int?] {
    try others(digest).map { action, _ in
      var copy = desk
      return try copy.take(action, by: officer)
    }
  }

  @Test func `nothing is there: only an activation begins anything`() throws {
    #expect(try answers(SHA256.hash([1])) == [2394, 2394, 2394, 2394])
  }

  @Test mutating func `active: approval or an end`() throws {
    let digest = try desk.activate()
    #expect(desk.isOpen)
    #expect(try answers(digest) == [nil, 2395, nil, 2395])
  }

  @Test mutating func `approved: renewal or an end`() throws {
    let digest = try desk.approved()
    #expect(desk.isOpen)
    #expect(try answers(digest) == [2395, nil, nil, 2395])
  }

  @Test mutating func `ended: a review`() throws {
    let digest = try desk.approved()
    try desk.take(.end(digest), by: 0)
    #expect(!desk.isOpen)
    #expect(try answers(digest) == [2395, 2395, 2395, nil])
  }

  @Test mutating func `overdue: a review, and nothing new before it`() throws {
    let digest = try desk.approved()
    desk.pass(3_600)
    desk.pass(86_400)
    #expect(try answers(digest) == [2395, 2395, 2395, nil])
    #expect(try desk.take(try Ward.activate("other"), by: 2) == 2397)
  }

  @Test mutating func `reviewed: forgotten`() throws {
    let digest = try desk.approved()
    try desk.take(.end(digest), by: 0)
    try desk.take(.review(digest), by: 2)
    #expect(try answers(digest) == [2394, 2394, 2394, 2394])
    #expect(desk.book.activations.isEmpty)
  }

  @Test mutating func `without approval it ends in time, to the second`() throws {
    _ = try desk.activate()
    desk.pass(599)
    #expect(desk.isOpen)
    desk.pass(1)
    #expect(!desk.isOpen)
    #expect(desk.kinds.last == .ended(.unapproved))
  }

  @Test mutating func `approved it lasts its duration from the begin on, to the second`() throws {
    let digest = try desk.activate()
    desk.pass(500)
    try desk.take(.approve(digest), by: 1)
    desk.pass(3_099)
    #expect(desk.isOpen)
    desk.pass(1)
    #expect(!desk.isOpen)
    #expect(desk.kinds.last == .ended(.time))
  }

  @Test mutating func `what is over is closed before anybody has written so`() throws {
    _ = try desk.activate()
    desk.time += 600
    #expect(!desk.isOpen)
    let pending = desk.book.close(under: desk.snapshot, at: desk.time)
    #expect(pending.map(\.record.kind) == [.ended(.unapproved)])
    // The record was not written: it comes again, and the access does not.
    #expect(desk.book.close(under: desk.snapshot, at: desk.time) == pending)
    desk.time -= 300
    #expect(!desk.isOpen)
  }

  @Test mutating func `renewals are counted`() throws {
    let digest = try desk.approved()
    #expect(try desk.take(.renew(digest), by: 1) == nil)
    desk.pass(3_000)
    #expect(try desk.take(.renew(digest), by: 2) == nil)
    desk.pass(3_599)
    #expect(desk.isOpen)
    #expect(try desk.take(.renew(digest), by: 1) == 2396)
    desk.pass(1)
    #expect(!desk.isOpen)
  }

  @Test mutating func `the same entries give the same book`() throws {
    let digest = try desk.approved()
    _ = try desk.take(.renew(digest), by: 1)
    let second = try desk.activate("second", by: 2)
    _ = try desk.take(.end(second), by: 0)
    let bytes = desk.entries.map(\.encoded)
    let replayed = BreakGlassBook(replaying: bytes.compactMap { BreakGlassEntry(encoded: $0) })
    #expect(replayed.activations == desk.book.activations)
    var restarted = desk
    restarted.book = replayed
    #expect(restarted.isOpen)
    #expect(try restarted.take(.renew(digest), by: 1) == 2393)
    #expect(try restarted.take(.review(second), by: 1) == nil)
    restarted.pass(3_600)
    #expect(!restarted.isOpen)
  }

  @Test mutating func `too many at a time are refused`() throws {
    for number in 0..<BreakGlassLimit.activationsMax { _ = try desk.activate("p\(number)") }
    #expect(try desk.take(try Ward.activate("one more"), by: 0) == 2398)
  }

  @Test mutating func `every record has one encoding, and names no patient`() throws {
    let digest = try desk.approved("MARCHAND-700101")
    _ = try desk.take(.renew(digest), by: 2)
    let first = try #require(
      desk.book.first(digest, flow: "notes", offset: 3, under: desk.snapshot, at: desk.time))
    desk.record(first)
    desk.book.sent(5, on: digest)
    for entry in desk.book.counts(under: desk.snapshot, at: desk.time) { desk.record(entry) }
    _ = try desk.take(.end(digest), by: 2)
    desk.pass(86_400)
    _ = try desk.take(.review(digest), by: 1)
    #expect(desk.entries.count == 8)
    for entry in desk.entries {
      let bytes = entry.record.encoded
      #expect(BreakGlassRecord(encoded: bytes) == entry.record)
      #expect(BreakGlassEntry(encoded: entry.encoded) == entry)
      let text = String(decoding: bytes, as: UTF8.self) + entry.record.line
      #expect(!text.contains("MARCHAND") && !text.contains("HOPITAL"))
      for cut in 0..<bytes.count {
        #expect(BreakGlassRecord(encoded: Array(bytes.prefix(cut))) == nil)
      }
    }
  }

  @Test mutating func `the commitment to the patient is opened by the step and by nothing less`()
    throws
  {
    let digest = try desk.activate()
    let patient = try Ward.patient()
    guard case .activated(let opened) = desk.kinds.first else {
      Issue.record("no activation")
      return
    }
    let nonce = [UInt8](repeating: 1, count: 16)
    #expect(opened.patient == PatientCommitment.digest(of: patient, nonce: nonce))
    let other = [UInt8](repeating: 0, count: 16)
    #expect(opened.patient != PatientCommitment.digest(of: patient, nonce: other))
    #expect(desk.book.activations[digest]?.patient == patient)
  }
}
