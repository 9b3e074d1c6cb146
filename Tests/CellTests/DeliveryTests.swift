import Cell
import CellProtocol
import Journal
import Policy
import Testing

/// Who gets what, in which order, and at whose cost.
@Suite struct DeliveryTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor")
    harness.greet(2, as: "icu/dashboard")
    harness.greet(3, as: "icu/trainee")
  }

  private func publish(_ messages: [[UInt8]], request: UInt64 = 1) {
    _ = harness.publish(messages, request: request)
  }

  @Test func `what is committed is delivered at once to who waits`() throws {
    harness.subscribe(on: 2, as: "icu/dashboard")
    publish(try producer.sign(3))
    #expect(harness.delivered(2) == [0, 1, 2])
  }

  @Test func `what was there before is delivered from the oldest on`() throws {
    publish(try producer.sign(3))
    harness.subscribe(on: 2, as: "icu/dashboard")
    #expect(harness.delivered(2) == [0, 1, 2])
  }

  @Test func `from now means nothing of before`() throws {
    publish(try producer.sign(3))
    harness.subscribe(from: .now, on: 2, as: "icu/dashboard")
    publish(try producer.sign(1), request: 2)
    #expect(harness.delivered(2) == [3])
  }

  @Test func `from an offset means that one and what follows`() throws {
    publish(try producer.sign(5))
    harness.subscribe(from: .offset(3), on: 2, as: "icu/dashboard")
    #expect(harness.delivered(2) == [3, 4])
  }

  @Test func `the bytes delivered are the bytes published`() throws {
    let messages = try producer.sign(2)
    publish(messages)
    harness.subscribe(on: 2, as: "icu/dashboard")
    let bytes = harness.take(2).flatMap { item -> [[UInt8]] in
      guard case .deliver(let deliver) = item.command else { return [] }
      return deliver.messages.map { Array(item.frame[$0.range]) }
    }
    #expect(bytes == messages)
  }

  @Test func `what the clearance does not dominate is passed over without a trace`() throws {
    let open = try producer.sign(1)
    let closed = try producer.sign(1, label: "R//compartment=icu//sensitivity=hiv")
    harness.subscribe(on: 3, as: "icu/trainee")
    _ = harness.take(3)
    publish(open + closed)
    #expect(harness.delivered(3) == [0])
    publish(try producer.sign(1), request: 2)
    #expect(harness.delivered(3) == [2])
  }

  @Test func `who may have nothing of what came hears nothing of it`() throws {
    harness.subscribe(on: 3, as: "icu/trainee")
    _ = harness.take(3)
    publish(try producer.sign(50, label: "R//compartment=icu"))
    #expect(harness.take(3).isEmpty)
  }

  @Test func `a flow that is not there is refused like one that is not granted`() {
    harness.subscribe("gossip", on: 2, as: "icu/dashboard")
    harness.subscribe("notes", number: 2, on: 2, as: "icu/dashboard")
    #expect(harness.errors(2) == [Reason.notGranted.code, Reason.notGranted.code])
  }

  @Test func `nothing is sent beyond the credit but one frame's overdraft`() throws {
    harness.subscribe(credit: 1, on: 2, as: "icu/dashboard")
    publish(try producer.sign(10))
    #expect(harness.delivered(2) == [0])
    harness.receive(
      Credit(subscription: 1, bytes: 2_000).encoded(), on: 2, as: "icu/dashboard")
    let more = harness.delivered(2)
    #expect(more.first == 1)
    #expect(more.count < 9)
  }

  @Test func `a subscriber without credit is not read for`() throws {
    harness.subscribe(credit: 0, on: 2, as: "icu/dashboard")
    publish(try producer.sign(1_000))
    #expect(harness.store.reads == 0)
    #expect(!harness.core.hasReady)
  }

  @Test func `alerts overtake everything that waits for the same turn`() throws {
    harness.subscribe("vitals", number: 1, on: 2, as: "icu/dashboard")
    harness.subscribe("alerts", number: 2, on: 2, as: "icu/dashboard")
    _ = harness.take(2)
    publish(try producer.sign(5) + producer.sign(1, flow: "alerts"))
    let order = harness.take(2).compactMap { item -> UInt32? in
      if case .deliver(let deliver) = item.command { return deliver.subscription }
      return nil
    }
    #expect(order == [2, 1])
  }

  @Test func `ACKED moves the durable cursor from which a session resumes`() throws {
    publish(try producer.sign(5))
    harness.subscribe(on: 2, as: "icu/dashboard")
    harness.receive(
      Acked(subscription: 1, offset: 2).encoded(), on: 2, as: "icu/dashboard")
    harness.pass(1_000)
    let next = try CoreHarness(harness.hospital, store: harness.store)
    next.greet(7, as: "icu/dashboard")
    next.subscribe(from: .resume, on: 7, as: "icu/dashboard")
    #expect(next.delivered(7) == [3, 4])
  }

  @Test func `the durable cursor does not go back`() throws {
    publish(try producer.sign(5))
    harness.subscribe(on: 2, as: "icu/dashboard")
    for offset in [4, 1] as [UInt64] {
      harness.receive(
        Acked(subscription: 1, offset: offset).encoded(), on: 2, as: "icu/dashboard")
    }
    harness.subscribe(from: .resume, number: 2, on: 2, as: "icu/dashboard")
    let first = harness.take(2).compactMap { item -> UInt64? in
      if case .subscribed(let answer) = item.command, answer.subscription == 2 {
        return answer.first
      }
      return nil
    }
    #expect(first == [5])
  }

  @Test func `what was passed over behind the last acknowledged is not examined again`() throws {
    publish(try producer.sign(1) + producer.sign(4, label: "R//compartment=icu"))
    harness.subscribe(on: 3, as: "icu/trainee")
    harness.receive(Acked(subscription: 1, offset: 0).encoded(), on: 3, as: "icu/trainee")
    harness.subscribe(from: .resume, number: 2, on: 3, as: "icu/trainee")
    let first = harness.take(3).compactMap { item -> UInt64? in
      if case .subscribed(let answer) = item.command { return answer.first }
      return nil
    }
    #expect(first == [0, 5])
  }

  @Test func `moved cursors alone are committed within half a second, not one by one`() throws {
    publish(try producer.sign(100))
    harness.subscribe(on: 2, as: "icu/dashboard")
    let before = harness.commits
    for offset in 0..<100 as Range<UInt64> {
      harness.receive(
        Acked(subscription: 1, offset: offset).encoded(), on: 2, as: "icu/dashboard")
    }
    #expect(harness.commits == before)
    harness.pass(Limit.cursorDelayMax)
    #expect(harness.commits == before + 1)
  }

  @Test func `a record that can't be read is passed over and counted`() throws {
    publish(try producer.sign(3))
    harness.store.damage("vitals", 1)
    harness.subscribe(on: 2, as: "icu/dashboard")
    #expect(harness.delivered(2) == [0, 2])
    #expect(harness.core.statistics.refusals[3132] == 1)
  }

  @Test func `nothing is sent to a session after its connection took nothing`() throws {
    harness.subscribe(on: 2, as: "icu/dashboard")
    harness.step(.unsent(harness.peer(2, "icu/dashboard"), isGone: false))
    _ = harness.take(2)
    publish(try producer.sign(3))
    #expect(harness.take(2).isEmpty)
  }

  @Test func `a silent session is told so and gets nothing more`() throws {
    harness.subscribe(on: 2, as: "icu/dashboard")
    _ = harness.take(2)
    harness.pass(Limit.silenceMax)
    #expect(harness.errors(2) == [3129])
    harness.greet(1, as: "icu/monitor")
    publish(try producer.sign(1))
    #expect(harness.take(2).isEmpty)
  }

  @Test func `a session taken over by another key is cut and the thief gets nothing`() throws {
    harness.subscribe(on: 2, as: "icu/dashboard")
    _ = harness.take(2)
    harness.receive(Heartbeat().encoded(), on: 2, as: "icu/trainee")
    #expect(harness.errors(2) == [3109])
    publish(try producer.sign(3))
    #expect(harness.take(2).isEmpty)
  }

  @Test func `a cell beats when it has nothing to say`() {
    harness.pass(Limit.heartbeat)
    let beats = harness.take(2).compactMap { item -> Int? in
      if case .heartbeat(let beat) = item.command { return beat.token.count }
      return nil
    }
    #expect(beats == [Limit.heartbeatTokenBytes])
  }

  @Test func `a cell that stops says so to everybody`() {
    harness.step(.stopping)
    for connection in 1...3 as ClosedRange<UInt64> {
      #expect(harness.take(connection).last?.command == .bye)
    }
  }

  @Test func `what an earlier session delivered can still be acknowledged in the next`() throws {
    _ = harness.publish(try producer.sign(5))
    harness.subscribe(from: .offset(3), on: 2, as: "icu/dashboard")
    _ = harness.take(2)
    harness.receive(Acked(subscription: 1, offset: 2).encoded(), on: 2, as: "icu/dashboard")
    #expect(harness.errors(2) == [])
    harness.receive(Acked(subscription: 1, offset: 5).encoded(), on: 2, as: "icu/dashboard")
    #expect(harness.errors(2) == [3131])
    harness.pass(Limit.cursorDelayMax)
    let next = try CoreHarness(harness.hospital, store: harness.store)
    next.greet(2, as: "icu/dashboard")
    next.subscribe(from: .resume, on: 2, as: "icu/dashboard")
    #expect(next.delivered(2) == [3, 4])
  }

  @Test func `cursors are durable although the journal has no room for messages`() throws {
    _ = harness.publish(try producer.sign(100))
    harness.subscribe(on: 2, as: "icu/dashboard")
    harness.pass(1_000)
    harness.refusalOfMessages = 4006
    let frame = Publish.encoded(request: 2, messages: try producer.sign(1))
    for number in 0..<40 as Range<UInt64> {
      let acked = Acked(subscription: 1, offset: number)
      harness.step(.frame(harness.peer(2, "icu/dashboard"), acked.encoded()))
      harness.receive(frame, on: 1, as: "icu/monitor")
      harness.pass(100)
    }
    #expect(harness.store.cursors.contains { (35...40).contains($0.next) })
  }
}
