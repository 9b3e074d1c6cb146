import Cell
import CellProtocol
import Journal
import Policy
import Testing

/// Time: who is silent, who is only not heard, and what was begun before documents expired.
@Suite struct StallTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor")
    harness.greet(2, as: "icu/dashboard")
  }

  private func elapse(_ milliseconds: Int64) {
    harness.now = CellTime(
      monotonic: harness.now.monotonic + milliseconds, wall: harness.now.wall + milliseconds)
  }

  @Test func `a session is not blamed for what the cell did not read`() {
    harness.deaf = [2]
    elapse(Limit.silenceMax)
    harness.step(.tick(isDrained: false))
    #expect(harness.core.hasSession(2))
    harness.step(.tick(isDrained: true))
    #expect(!harness.core.hasSession(2))
  }

  @Test func `a cell that never comes to the end of its sockets still gives up the dead`() {
    elapse(3 * Limit.silenceMax)
    harness.step(.tick(isDrained: false))
    #expect(!harness.core.hasSession(2))
  }

  @Test func `who was not served for silence is served when heard again`() throws {
    harness.subscribe(credit: 0, on: 2, as: "icu/dashboard")
    _ = harness.publish(try producer.sign(3))
    _ = harness.take(2)
    harness.step(
      .frame(
        harness.peer(2, "icu/dashboard"), Credit(subscription: 1, bytes: 1 << 20).encoded()))
    elapse(Limit.silenceMax)
    harness.step(.serve(16))
    #expect(harness.delivered(2) == [])
    harness.receive(Heartbeat().encoded(), on: 2, as: "icu/dashboard")
    #expect(harness.delivered(2) == [0, 1, 2])
  }

  @Test func `a subscription that was begun comes back although documents have expired`() throws {
    harness.subscribe("alerts", on: 2, as: "icu/dashboard")
    #expect(harness.errors(2) == [])
    harness.pass(60 * Hospital.day * 1_000)
    harness.greet(3, as: "icu/dashboard")
    harness.subscribe("alerts", from: .resume, on: 3, as: "icu/dashboard")
    #expect(harness.errors(3) == [])
    harness.greet(4, as: "icu/trainee")
    harness.subscribe("vitals", on: 4, as: "icu/trainee")
    #expect(harness.errors(4) == [Reason.frozen.code], "and one that was not does not begin")
  }

  @Test func `a journal without numbers for new names refuses no message`() throws {
    let store = MemoryStore()
    let small = try CoreHarness(harness.hospital, store: store)
    small.greet(1, as: "icu/monitor")
    _ = store.number(ofName: "icu/monitor")
    store.namesMax = 1
    #expect(small.publish([try producer.one()]) == [.accepted(0)])
  }

  @Test func `a batch that one commit may hold is full`() throws {
    let connections = 11...14 as ClosedRange<UInt64>
    for connection in connections { harness.greet(connection, as: "icu/monitor") }
    for connection in connections {
      for request in 1...5 as ClosedRange<UInt64>
      where harness.core.batchCount < Limit.messagesPerDrainMax {
        let frame = Publish.encoded(request: request, messages: try producer.sign(1_024, bytes: 1))
        harness.step(.frame(harness.peer(connection, "icu/monitor"), frame))
      }
    }
    #expect(harness.core.batch.entries.count == Limit.messagesPerDrainMax)
    harness.turn()
    #expect(harness.store.count("vitals") == Limit.messagesPerDrainMax)
  }

  @Test func `links beyond what a cell can keep are named`() throws {
    var hospital = try Hospital()
    try hospital.addWards()
    let full = try CoreHarness(hospital)
    full.step(.tick(isDrained: true))
    #expect(full.connects.count == Limit.linksMax)
    #expect(full.logged.contains { $0.code == ProtocolCode.tooManyLinks.rawValue })
  }
}
