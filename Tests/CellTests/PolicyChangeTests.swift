import Cell
import CellProtocol
import Cryptography
import Labels
import Policy
import Testing
import ZeroMQ

/// Another policy comes into force while sessions are open.
@Suite struct PolicyChangeTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor")
    harness.greet(3, as: "icu/trainee")
    harness.subscribe(on: 3, as: "icu/trainee")
    _ = harness.take(3)
  }

  private func change(_ edit: (inout Hospital) throws -> Void) throws {
    var hospital = harness.hospital
    try edit(&hospital)
    try harness.replace(with: hospital)
  }

  @Test func `a principal that is gone is cut and gets nothing more`() throws {
    try change { $0.icu.principals.removeAll { $0.name == "trainee" } }
    #expect(harness.errors(3) == [3130])
    #expect(harness.publish(try producer.sign(1)) == [.accepted(0)])
    #expect(harness.take(3).isEmpty)
  }

  @Test func `a principal that is gone can't greet again`() throws {
    try change { $0.icu.principals.removeAll { $0.name == "trainee" } }
    _ = harness.take(3)
    harness.greet(3, as: "icu/trainee")
    #expect(!harness.core.hasSession(3))
  }

  @Test func `a revoked CURVE key is cut`() throws {
    try change { hospital in
      let key = CurveKey(try hospital.keys(of: "icu/trainee").publicKey.bytes)
      hospital.charter.revocations.curveKeys = [try #require(key)]
    }
    #expect(harness.errors(3) == [3130])
  }

  @Test func `a grant that is taken back ends the subscription and leaves the session`() throws {
    try change { hospital in
      for index in hospital.icu.principals.indices { hospital.icu.principals[index].subscribe = [] }
    }
    #expect(harness.errors(3) == [Reason.notGranted.code])
    #expect(harness.core.hasSession(3))
    #expect(harness.publish(try producer.sign(1)) == [.accepted(0)])
    #expect(harness.take(3).isEmpty)
  }

  @Test func `a clearance that is lowered applies to the next message`() throws {
    _ = harness.publish(try producer.sign(1))
    #expect(harness.delivered(3) == [0])
    try change { hospital in
      let nothing = try Hospital.scheme().clearance("U")
      let index = try #require(hospital.icu.principals.firstIndex { $0.name == "trainee" })
      hospital.icu.principals[index].clearance = nothing
    }
    #expect(harness.publish(try producer.sign(1), request: 2) == [.accepted(1)])
    #expect(harness.delivered(3) == [])
  }

  @Test func `a signing key that is revoked publishes no more`() throws {
    #expect(harness.publish(try producer.sign(1)) == [.accepted(0)])
    try change { $0.charter.revocations.signingKeys = [producer.key.publicKey.keyID] }
    #expect(harness.publish(try producer.sign(1), request: 2) == [.refused(3124)])
  }

  @Test func `what a key signed before it was revoked is given out no more`() throws {
    let other = try Producer(harness.hospital, "icu/pump")
    harness.greet(4, as: "icu/pump")
    _ = harness.publish(try producer.sign(2))
    #expect(harness.delivered(3) == [0, 1])
    try change { $0.charter.revocations.signingKeys = [producer.key.publicKey.keyID] }
    let frame = Publish.encoded(request: 1, messages: try other.sign(1))
    harness.receive(frame, on: 4, as: "icu/pump")
    harness.receive(
      Subscribe(subscription: 2, flow: "vitals", from: .oldest, credit: 1 << 20).encoded(), on: 3,
      as: "icu/trainee")
    harness.turn()
    #expect(harness.delivered(3) == [2, 2])
  }

  @Test func `what goes on goes on without a gap`() throws {
    _ = harness.publish(try producer.sign(2))
    try change { $0.icu.flows[0].retention += 1 }
    _ = harness.publish(try producer.sign(2), request: 2)
    #expect(harness.delivered(3) == [0, 1, 2, 3])
  }

  @Test func `documents that expire end what is not critical and keep its cursor`() throws {
    try change { $0.icu.flows[0].isCritical = false }
    let messages = try producer.sign(3)
    _ = harness.publish([messages[0]])
    harness.receive(
      Acked(subscription: 1, offset: 0).encoded(), on: 3, as: "icu/trainee")
    #expect(harness.delivered(3) == [0])
    // Two more lie in the journal when the documents have been expired beyond grace for long.
    harness.receive(
      Credit(subscription: 1, bytes: 0).encoded(), on: 3, as: "icu/trainee")
    let frame = Publish.encoded(request: 2, messages: Array(messages[1...]))
    harness.step(.frame(harness.peer(1, "icu/monitor"), frame))
    harness.step(.drained)
    harness.now = CellTime(
      monotonic: harness.now.monotonic, wall: harness.now.wall + 60 * Hospital.day * 1_000)
    while harness.core.hasReady { harness.step(.serve(16)) }
    #expect(harness.errors(3) == [Reason.frozen.code])
    // The next documents come, and it goes on where it was.
    var fresh = try Hospital(at: harness.now.wall / 1_000, keysOf: harness.hospital)
    fresh.icu.flows[0].isCritical = false
    try harness.replace(with: fresh)
    harness.subscribe(from: .resume, on: 3, as: "icu/trainee")
    #expect(harness.delivered(3) == [1, 2])
  }
}
