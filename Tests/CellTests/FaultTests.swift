import Cell
import CellProtocol
import Policy
import SignedMessage
import Testing

/// Who errs too often is not listened to for a while, and nobody else notices.
@Suite struct FaultTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor")
  }

  private func forged(_ count: Int) throws -> [[UInt8]] {
    try producer.sign(count).map { message in
      var message = message
      message[message.count - 1] ^= 1
      return message
    }
  }

  @Test func `one forged signature is refused and forgiven`() throws {
    #expect(harness.publish(try forged(1)) == [.refused(MessageError.Code.signature.rawValue)])
    #expect(harness.core.hasSession(1))
  }

  @Test func `who brings forged signatures without end is cut`() throws {
    for request in 1...UInt64(Limit.faultsMax) {
      harness.receive(
        Publish.encoded(request: request, messages: try forged(1)), on: 1, as: "icu/monitor")
    }
    #expect(harness.errors(1).last == 3111)
    #expect(!harness.core.hasSession(1))
  }

  @Test func `a frame of forged signatures is examined no further than the bound`() throws {
    harness.receive(
      Publish.encoded(request: 1, messages: try forged(1_000)), on: 1, as: "icu/monitor")
    #expect(harness.errors(1) == [3138])
    #expect(
      harness.core.statistics.refusals[MessageError.Code.signature.rawValue]
        == UInt64(Limit.signaturesPerPublishMax + 1))
  }

  @Test func `a PUBLISH has so many signatures and no more`() throws {
    let single = try (0..<Limit.signaturesPerPublishMax).map { _ in try producer.one() }
    #expect(harness.publish(single)?.allSatisfy(\.isDurable) == true)
    let more = try (0...Limit.signaturesPerPublishMax).map { _ in try producer.one() }
    harness.receive(Publish.encoded(request: 2, messages: more), on: 1, as: "icu/monitor")
    #expect(harness.errors(1) == [3138])
    #expect(!harness.core.hasSession(1))
  }

  @Test func `what was taken before costs no signature`() throws {
    let single = try (0..<200).map { _ in try producer.one() }
    for start in stride(from: 0, to: 200, by: 20) {
      let part = Array(single[start..<start + 20])
      #expect(harness.publish(part, request: UInt64(start / 20 + 1))?.count == 20)
    }
    let again = harness.publish(single, request: 11)
    #expect(again == [PublishResult](repeating: .duplicate, count: 200))
  }

  @Test func `faults that come more slowly than they are forgiven by little add up to little`() {
    for _ in 0..<200 {
      harness.receive([0x80], on: 1, as: "icu/monitor")
      harness.pass(900)
    }
    #expect(harness.core.hasSession(1), "20 stand of 200")
  }

  @Test func `greeting anew forgives nothing`() throws {
    for _ in 0..<Limit.faultsMax { harness.receive([0x80], on: 1, as: "icu/monitor") }
    _ = harness.take(1)
    harness.greet(7, as: "icu/monitor")
    #expect(!harness.core.hasSession(7))
    harness.greet(8, as: "icu/pump")
    #expect(harness.core.hasSession(8))
  }

  @Test func `time forgives`() throws {
    for _ in 0..<Limit.faultsMax { harness.receive([0x80], on: 1, as: "icu/monitor") }
    harness.pass(Limit.faultForgiven * Int64(Limit.faultsMax - Limit.faultsAtGreetingMax + 1))
    harness.greet(7, as: "icu/monitor")
    #expect(harness.core.hasSession(7))
  }

  @Test func `what was taken before the cut is durable all the same`() throws {
    let good = try producer.one()
    harness.receive(
      Publish.encoded(request: 1, messages: [good] + (try forged(200))), on: 1, as: "icu/monitor")
    #expect(harness.store.count("vitals") == 1)
  }
}
