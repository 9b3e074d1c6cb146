import Cell
import CellProtocol
import Cryptography
import Journal
import Labels
import Policy
import SignedMessage
import Testing

/// What a cell takes in, and with which code it refuses the rest.
@Suite struct PublishTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor", keys: [producer.key.publicKey.keyID.bytes])
  }

  private func refusal(_ message: [UInt8]) -> Int? {
    guard case .refused(let code)? = harness.publish([message])?.first else { return nil }
    return code
  }

  @Test func `a batch gets the offsets of its flow in order`() throws {
    #expect(harness.publish(try producer.sign(3)) == [.accepted(0), .accepted(1), .accepted(2)])
    #expect(harness.publish(try producer.sign(1), request: 2) == [.accepted(3)])
    #expect(harness.store.count("vitals") == 4)
  }

  @Test func `flows count their offsets apart`() throws {
    let messages = try producer.sign(1) + producer.sign(1, flow: "alerts") + producer.sign(1)
    #expect(harness.publish(messages) == [.accepted(0), .accepted(0), .accepted(1)])
  }

  @Test func `there is one commit for all that came before the sockets were empty`() throws {
    for request in 1...5 {
      let frame = Publish.encoded(request: UInt64(request), messages: try producer.sign(2))
      harness.step(.frame(harness.peer(1, "icu/monitor"), frame))
    }
    #expect(harness.sent[1] == nil, "nothing is answered before the commit")
    harness.turn()
    #expect(harness.commits == 1)
    #expect(harness.take(1).count == 5)
  }

  @Test func `the same bytes again are accepted as a repetition and journaled once`() throws {
    let messages = try producer.sign(2)
    _ = harness.publish(messages)
    #expect(harness.publish(messages, request: 2) == [.duplicate, .duplicate])
    #expect(harness.store.count("vitals") == 2)
  }

  @Test func `a repetition within one drain is journaled once`() throws {
    let message = try producer.one()
    #expect(harness.publish([message, message]) == [.accepted(0), .duplicate])
  }

  @Test func `marks outlive the cell, so that a replay after its restart is a repetition`() throws {
    let messages = try producer.sign(2)
    _ = harness.publish(messages)
    let next = try CoreHarness(harness.hospital, store: harness.store)
    next.greet(1, as: "icu/monitor")
    #expect(next.publish(messages) == [.duplicate, .duplicate])
    #expect(next.store.count("vitals") == 2)
  }

  @Test func `WELCOME tells a publisher how far its key is durable`() throws {
    _ = harness.publish(try producer.sign(3))
    let key = producer.key.publicKey.keyID.bytes
    let welcome = harness.greet(2, as: "icu/monitor", keys: [key])
    #expect(
      welcome?.marks == [Welcome.Mark(key: key, flow: "vitals", epoch: 1, sequence: 3)])
  }

  @Test func `WELCOME tells nothing of another principal's key`() throws {
    _ = harness.publish(try producer.sign(3))
    let welcome = harness.greet(
      2, as: "icu/dashboard", keys: [producer.key.publicKey.keyID.bytes])
    #expect(welcome?.marks == [])
  }

  @Test func `an epoch behind the newest is refused`() throws {
    _ = harness.publish(try Producer(harness.hospital, epoch: 5).sign(1))
    #expect(harness.publish(try producer.sign(1), request: 2) == [.refused(3120)])
  }

  @Test func `a sequence that was passed over is not taken for durable`() throws {
    let messages = try producer.sign(3)
    #expect(harness.publish([messages[0], messages[2]]) == [.accepted(0), .accepted(1)])
    #expect(harness.publish([messages[1]], request: 2) == [.refused(3121)])
  }

  @Test func `a message of another site is refused`() throws {
    #expect(refusal(try Producer(harness.hospital, site: "south").one()) == 3123)
  }

  @Test func `a message of another compartment is refused`() throws {
    #expect(refusal(try Producer(harness.hospital, compartment: "cardiology").one()) == 3123)
  }

  @Test func `a message for a flow that is not there is refused`() throws {
    #expect(refusal(try producer.one(flow: "gossip")) == 3123)
  }

  @Test func `a message that another principal signed is refused`() throws {
    #expect(refusal(try Producer(harness.hospital, "icu/pump").one()) == 3124)
  }

  @Test func `a message under a key that nobody knows is refused`() throws {
    #expect(refusal(try Producer(try Hospital()).one()) == 3124)
  }

  @Test func `a flow without a grant is refused with the policy's code`() throws {
    #expect(refusal(try producer.one(flow: "notes")) == Reason.notGranted.code)
  }

  @Test func `a subject outside of the grant is refused`() throws {
    #expect(refusal(try producer.one(subject: "bed-2")) == Reason.subjectNotGranted.code)
  }

  @Test func `a label above the flow's ceiling is refused`() throws {
    let label = "R//compartment=icu//sensitivity=psy"
    #expect(refusal(try producer.one(label: label)) == Reason.aboveCeiling.code)
  }

  @Test func `a label below the flow's floor is refused`() throws {
    #expect(refusal(try producer.one(label: "U")) == Reason.belowFloor.code)
  }

  @Test func `a label that was changed after signing is refused`() throws {
    var message = try producer.one(label: "R//compartment=icu")
    let strict = try Hospital.label("R//compartment=icu").encoded
    let lowered = try Hospital.label("N//compartment=icu").encoded
    let place = try #require(message.firstRange(of: strict))
    message.replaceSubrange(place, with: lowered)
    #expect(refusal(message) == MessageError.Code.signature.rawValue)
  }

  @Test func `a payload that was changed after signing is refused`() throws {
    var message = try producer.one()
    message[message.count - 80] ^= 1
    #expect(refusal(message) == MessageError.Code.signature.rawValue)
  }

  @Test func `a message of a batch under another message's proof is refused`() throws {
    let messages = try producer.sign(4)
    var forged = messages[1]
    forged[forged.count - 80] ^= 1
    #expect(refusal(forged) == MessageError.Code.signature.rawValue)
  }

  @Test func `bytes that are no message are refused alone`() throws {
    let good = try producer.one()
    let results = harness.publish([[1, 2, 3], good])
    #expect(results == [.refused(MessageError.Code.malformed.rawValue), .accepted(0)])
  }

  @Test(arguments: [(3_600_001, 3122), (-2_592_000_001, 3122)])
  func `a message issued too far from the cell's clock is refused`(
    _ offset: Int64, _ code: Int
  ) throws {
    producer.issuedAt = Hospital.wall + offset
    #expect(refusal(try producer.one()) == code)
  }

  @Test(arguments: [3_600_000 as Int64, -2_592_000_000])
  func `a message issued within the bounds is taken`(_ offset: Int64) throws {
    producer.issuedAt = Hospital.wall + offset
    #expect(harness.publish([try producer.one()]) == [.accepted(0)])
  }

  @Test func `a policy that has expired beyond grace lets in critical flows only`() throws {
    var hospital = harness.hospital
    hospital.icu.flows[0].isCritical = false
    try harness.replace(with: hospital)
    harness.pass(60 * Hospital.day * 1_000)
    harness.greet(1, as: "icu/monitor")
    producer.issuedAt = harness.now.wall
    let messages = try producer.sign(1) + producer.sign(1, flow: "alerts")
    #expect(harness.publish(messages) == [.refused(Reason.frozen.code), .accepted(0)])
  }

  @Test func `a journal that takes nothing now asks for the same request again`() throws {
    let first = Publish.encoded(request: 1, messages: try producer.sign(1))
    let second = Publish.encoded(request: 2, messages: try producer.sign(1))
    harness.refusal = JournalError.Code.diskReserve.rawValue
    harness.receive(first, on: 1, as: "icu/monitor")
    harness.receive(second, on: 1, as: "icu/monitor")
    let nacks = harness.take(1).compactMap { item -> Int? in
      if case .nack(let nack) = item.command { return nack.code }
      return nil
    }
    #expect(nacks == [3126, 3114])
    harness.refusal = nil
    harness.receive(first, on: 1, as: "icu/monitor")
    harness.receive(second, on: 1, as: "icu/monitor")
    let results = harness.take(1).flatMap { item -> [PublishResult] in
      if case .ack(let ack) = item.command { return ack.results }
      return []
    }
    #expect(results == [.accepted(0), .accepted(1)])
  }

  @Test func `refusals are counted by code and by principal and hold no content`() throws {
    _ = refusal(try Producer(harness.hospital, site: "south").one())
    harness.step(.tick(isDrained: true))
    #expect(harness.logged == [LogEntry(code: 3123, who: "icu/monitor", count: 1)])
    #expect(harness.core.statistics.refusals[3123] == 1)
  }

  @Test func `a publisher that is refused goes on`() throws {
    for request in 1...UInt64(Limit.faultsMax * 2) {
      let forged = try Producer(harness.hospital, site: "south").one()
      #expect(harness.publish([forged], request: request) == [.refused(3123)])
    }
    let last = UInt64(Limit.faultsMax * 2 + 1)
    #expect(harness.publish([try producer.one()], request: last) == [.accepted(0)])
  }
}
