import Cell
import CellProtocol
import Journal
import Labels
import Policy
import Testing

/// `null` says "durable before", and is said of nothing else.
@Suite struct GapTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor")
  }

  private let tooHigh = "R//compartment=icu//sensitivity=psy"

  private func again(
    _ harness: CoreHarness, _ messages: [[UInt8]], from request: UInt64
  ) -> [PublishResult] {
    var results: [PublishResult] = []
    for (index, start) in stride(from: 0, to: messages.count, by: 500).enumerated() {
      let part = Array(messages[start..<min(start + 500, messages.count)])
      results += harness.publish(part, request: request + UInt64(index)) ?? []
    }
    return results
  }

  @Test func `what was refused is never taken for durable, however much of it there was`() throws {
    let refused = try producer.sign(600, label: tooHigh)
    let codes = Set(again(harness, refused, from: 1).map(\.isDurable))
    #expect(codes == [false])
    #expect(harness.publish([try producer.one()], request: 3) == [.accepted(0)])
    let later = again(harness, refused, from: 4)
    #expect(Set(later) == [.refused(Reason.aboveCeiling.code)])
    var raised = harness.hospital
    raised.icu.flows[0].ceiling = try Hospital.label(
      "R//compartment=icu//sensitivity=hiv,psy")
    for index in raised.icu.principals.indices {
      raised.icu.principals[index].clearance = try Hospital.scheme().clearance(
        "N,R//compartment=icu//sensitivity=hiv,psy")
    }
    try harness.replace(with: raised)
    #expect(Set(again(harness, refused, from: 6)) == [.refused(3121)])
  }

  @Test func `nor after the cell has started again`() throws {
    let lost = try producer.sign(600, label: tooHigh)
    _ = again(harness, lost, from: 1)
    _ = harness.publish([try producer.one()], request: 3)
    var raised = harness.hospital
    raised.icu.flows[0].ceiling = try Hospital.label("R//compartment=icu//sensitivity=psy")
    for index in raised.icu.principals.indices {
      raised.icu.principals[index].clearance = try Hospital.scheme().clearance(
        "N,R//compartment=icu//sensitivity=hiv,psy")
    }
    let next = try CoreHarness(raised, store: harness.store)
    next.greet(1, as: "icu/monitor")
    #expect(Set(again(next, lost, from: 1)) == [.refused(3121)])
  }

  @Test func `a gap of the former run is known again when the next one did not become durable`()
    throws
  {
    let first = try producer.sign(3)
    #expect(harness.publish([first[0], first[2]]) == [.accepted(0), .accepted(1)])
    let next = try Producer(harness.hospital, epoch: 2)
    harness.refusal = JournalError.Code.diskReserve.rawValue
    let lost = Publish.encoded(request: 2, messages: try next.sign(1))
    harness.receive(lost, on: 1, as: "icu/monitor")
    harness.refusal = nil
    #expect(harness.publish([first[1]], request: 2) == [.refused(3121)])
    #expect(harness.publish([first[0]], request: 3) == [.duplicate])
  }

  @Test func `the first of a run may be missing, too`() throws {
    let messages = try producer.sign(3)
    #expect(harness.publish([messages[2]]) == [.accepted(0)])
    #expect(
      harness.publish(messages, request: 2) == [.refused(3121), .refused(3121), .duplicate])
  }

  @Test func `alternating gaps are known exactly, also after the cell has started again`() throws {
    let messages = try producer.sign(1_000)
    let odd = stride(from: 0, to: 1_000, by: 2).map { messages[$0] }
    #expect(harness.publish(odd)?.count == 500)
    let next = try CoreHarness(harness.hospital, store: harness.store)
    next.greet(1, as: "icu/monitor")
    for (cell, request) in [(harness, UInt64(2)), (next, 1)] {
      let results = cell.publish(Array(messages.dropLast()), request: request) ?? []
      #expect(results.count == 999)
      for (index, result) in results.enumerated() {
        #expect(result == (index.isMultiple(of: 2) ? .duplicate : .refused(3121)), "\(index)")
      }
    }
  }

  @Test func `what lies further back than is known is signed anew`() throws {
    let known = Int(CellLimit.sequencesKnown)
    let first = try producer.sign(2)
    #expect(harness.publish([first[0]]) == [.accepted(0)])
    var request: UInt64 = 2
    for _ in 0..<known / 1_024 {
      _ = harness.publish(try producer.sign(1_024, bytes: 1), request: request)
      request += 1
    }
    #expect(harness.publish([first[1]], request: request) == [.refused(3121)])
    #expect(harness.publish([first[0]], request: request + 1) == [.refused(3121)])
  }

  @Test func `what may be without an answer is known exactly`() throws {
    var sent: [[UInt8]] = []
    for request in 1...8 as ClosedRange<UInt64> {
      let part = try producer.sign(1_024, bytes: 1)
      #expect(harness.publish(part, request: request)?.allSatisfy(\.isDurable) == true)
      sent += part
    }
    #expect(sent.count == Int(Limit.messagesUnansweredMax))
    harness.greet(1, as: "icu/monitor")
    for request in 1...8 {
      let part = Array(sent[(request - 1) * 1_024..<request * 1_024])
      let results = harness.publish(part, request: UInt64(request)) ?? []
      #expect(results.count == 1_024 && results.allSatisfy { $0 == .duplicate })
    }
  }
}
