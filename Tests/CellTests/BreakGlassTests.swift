import BreakGlass
import Cell
import CellProtocol
import Cryptography
import NormalizedFormat
import Policy
import SignedPolicy
import Testing

/// What a cell opens in an emergency, when, and what it writes down before.
@Suite struct BreakGlassTests {
  private var emergency: Emergency
  private let harness: CoreHarness
  private let producer: Producer
  private let reader: UInt64 = 3

  init() throws {
    emergency = try Emergency()
    harness = try CoreHarness(emergency.hospital)
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor")
    harness.greet(reader, as: "icu/trainee")
  }

  private func publish(
    _ payloads: [[UInt8]], label: String = "N//compartment=icu", request: UInt64 = 1
  ) throws {
    let messages = try producer.sign(payloads, flow: "notes", label: label)
    let results = try #require(harness.publish(messages, request: request))
    #expect(
      results.allSatisfy {
        if case .accepted = $0 { return true }
        return false
      })
  }

  private func subscribe(_ flow: String = "notes", number: UInt32 = 1) {
    harness.subscribe(flow, number: number, on: reader, as: "icu/trainee")
  }

  private func activate() throws {
    #expect(harness.take(try emergency.activate()) == nil)
  }

  private var name: Digest {
    harness.announced.first?.activation ?? SHA256.hash([])
  }

  @Test func `without an activation the flow stays closed`() throws {
    subscribe()
    #expect(harness.errors(reader) == [2261])
  }

  @Test func `what is about the patient comes, the past included, and nothing else`() throws {
    try publish(
      [
        Emergency.note("700101"), Emergency.note("700102"), Emergency.note(nil),
        [1, 2, 3], Emergency.note("700101"),
      ])
    try activate()
    subscribe()
    #expect(harness.delivered(reader) == [0, 4])
    try publish([Emergency.note("700102"), Emergency.note("700101")], request: 2)
    #expect(harness.delivered(reader) == [6])
  }

  @Test func `the template's clearance is the most that comes`() throws {
    try publish([Emergency.note("700101")], label: "R//compartment=icu//sensitivity=hiv")
    try activate()
    subscribe()
    #expect(harness.delivered(reader) == [0])
  }

  @Test func `case 73: what no break-glass opens stays closed`() throws {
    try publish([Emergency.note("700101")], label: "R//compartment=icu//sensitivity=psy")
    try publish([Emergency.note("700101")], request: 2)
    try activate()
    subscribe()
    #expect(harness.delivered(reader) == [1])
  }

  @Test func `only the grantee gets it, and only the template's flows`() throws {
    try activate()
    harness.greet(2, as: "icu/dashboard")
    harness.subscribe("notes", on: 2, as: "icu/dashboard")
    #expect(harness.errors(2) == [2261])
    subscribe("alerts")
    #expect(harness.errors(reader) == [2261])
  }

  @Test func `case 70: what can't be recorded opens nothing, and is said`() throws {
    try publish([Emergency.note("700101")])
    harness.recordRefusal = 4006
    #expect(harness.take(try emergency.activate()) == 2399)
    subscribe()
    #expect(harness.errors(reader) == [2261])
    harness.pass(1_000)
    #expect(harness.logged.contains { $0.code == 2399 })
    #expect(harness.logged.contains { $0.code == 4006 })
    #expect(harness.announced.isEmpty && harness.store.breakGlass.isEmpty)
    // Refused is refused: nothing opens by itself when there is room again.
    harness.recordRefusal = nil
    harness.pass(1_000)
    subscribe()
    #expect(harness.errors(reader) == [2261])
    #expect(harness.take(try emergency.activate(nonce: 2)) == nil)
    subscribe()
    #expect(harness.delivered(reader) == [0])
  }

  @Test func `case 70: a first message that can't be recorded is not sent, and comes when it can`()
    throws
  {
    try activate()
    subscribe()
    _ = harness.take(reader)
    harness.recordRefusal = 4006
    try publish([Emergency.note("700101"), Emergency.note("700101")])
    harness.pass(1_000)
    #expect(harness.delivered(reader) == [])
    harness.recordRefusal = nil
    harness.pass(1_000)
    harness.turn()
    #expect(harness.delivered(reader) == [0, 1])
    #expect(
      harness.announced.map(\.kind).filter { $0 == .first(flow: "notes", offset: 0) }.count == 1)
  }

  @Test func `case 70: an end that can't be recorded is an end all the same`() throws {
    try activate()
    subscribe()
    _ = harness.take(reader)
    harness.recordRefusal = 4006
    passKeepingAlive(600)
    #expect(harness.errors(reader).contains(2287))
    try publish([Emergency.note("700101")])
    #expect(harness.delivered(reader) == [])
    harness.recordRefusal = nil
    harness.pass(1_000)
    #expect(harness.store.breakGlass.last?.record.kind == .ended(.unapproved))
  }

  /// Seconds go by, and everybody gives a sign of life before each is over.
  private func passKeepingAlive(_ seconds: Int64) {
    for _ in 0..<seconds {
      harness.pass(1_000)
      for (connection, name) in [(UInt64(1), "icu/monitor"), (reader, "icu/trainee")] {
        harness.receive(Heartbeat(token: []).encoded(), on: connection, as: name)
      }
    }
  }

  @Test func `the activation is recorded before the first message, each first before it is sent`()
    throws
  {
    try publish([Emergency.note("700102"), Emergency.note("700101"), Emergency.note("700101")])
    try activate()
    subscribe()
    #expect(harness.delivered(reader) == [1, 2])
    let kinds = harness.store.breakGlass.map(\.record.kind)
    #expect(kinds.count == 2)
    guard case .activated = kinds[0] else {
      Issue.record("first of all the activation")
      return
    }
    #expect(kinds[1] == .first(flow: "notes", offset: 1))
    #expect(harness.take(try emergency.step(.end(name), by: 2)) == nil)
    harness.pass(1_000)
    harness.pass(60_000)
    let later = harness.store.breakGlass.dropFirst(2).map(\.record.kind)
    #expect(later.contains(.ended(.officer)) && later.contains(.count(2)))
  }

  @Test func `when it ends the subscription ends, and what was queued is not sent`() throws {
    try activate()
    harness.subscribe("notes", credit: 0, on: reader, as: "icu/trainee")
    _ = harness.take(reader)
    try publish([Emergency.note("700101")])
    #expect(harness.take(try emergency.step(.end(name), by: 1)) == nil)
    let credit = Credit(subscription: 1, bytes: 1 << 20)
    harness.receive(credit.encoded(), on: reader, as: "icu/trainee")
    let heard = harness.take(reader).map(\.command)
    #expect(
      heard.contains {
        if case .error(let error) = $0 { return error.code == 2287 }
        return false
      })
    #expect(
      !heard.contains {
        if case .deliver = $0 { return true }
        return false
      })
  }

  @Test func `a read that is under way when it ends gives nothing`() throws {
    try publish([Emergency.note("700101")])
    try activate()
    let subscribe = Subscribe(subscription: 1, flow: "notes", from: .oldest, credit: 1 << 20)
    harness.step(.frame(harness.peer(reader, "icu/trainee"), subscribe.encoded()))
    let step = try emergency.step(.end(name), by: 1)
    harness.step(.step(StepTicket(rawValue: 99), step))
    harness.turn()
    #expect(harness.delivered(reader) == [])
  }

  @Test func `case 78: an officer revoked while it is open ends it with the policy`() throws {
    try publish([Emergency.note("700101")])
    try activate()
    subscribe()
    #expect(harness.delivered(reader) == [0])
    var hospital = emergency.hospital
    hospital.charter.revocations.signingKeys = [emergency.officers[0].publicKey.keyID]
    try harness.replace(with: hospital)
    #expect(harness.errors(reader) == [2287])
    #expect(harness.store.breakGlass.last?.record.kind == .ended(.revoked))
  }

  @Test func `a policy that changes something else leaves it open`() throws {
    try activate()
    subscribe()
    _ = harness.take(reader)
    var hospital = emergency.hospital
    hospital.icu.flows[0].retention = 60
    try harness.replace(with: hospital)
    try publish([Emergency.note("700101")])
    #expect(harness.delivered(reader) == [0])
  }

  @Test func `a deny closes what was opened`() throws {
    try activate()
    subscribe()
    _ = harness.take(reader)
    var hospital = emergency.hospital
    hospital.icu.denies = [
      Deny(principal: PrincipalID("icu", "trainee"), action: .deliver, reason: "test")
    ]
    try harness.replace(with: hospital)
    try publish([Emergency.note("700101")])
    #expect(harness.delivered(reader) == [])
  }

  @Test func `after a restart what was open is open, and what had ended has ended`() throws {
    try publish([Emergency.note("700101"), Emergency.note("700102")])
    try activate()
    #expect(harness.take(try emergency.activate("700102", by: 2, nonce: 2)) == nil)
    let second = try #require(harness.announced.last?.activation)
    #expect(harness.take(try emergency.step(.end(second), by: 0)) == nil)
    let restarted = try CoreHarness(emergency.hospital, store: harness.store)
    restarted.greet(reader, as: "icu/trainee")
    restarted.subscribe("notes", on: reader, as: "icu/trainee")
    #expect(restarted.delivered(reader) == [0])
    #expect(restarted.take(try emergency.activate()) == 2392)
    restarted.now = CellTime(monotonic: 0, wall: Hospital.wall + 600_000)
    restarted.step(.tick(isDrained: true))
    #expect(restarted.errors(reader).contains(2287))
  }

  @Test func `case 76: a cell that was down records a missing review once it starts`() throws {
    try activate()
    #expect(harness.take(try emergency.step(.end(name), by: 1)) == nil)
    let later = CellTime(monotonic: 0, wall: Hospital.wall + 100_000_000)
    func missing() -> [BreakGlassRecord] {
      harness.store.breakGlass.map(\.record).filter {
        if case .reviewMissing = $0.kind { return true }
        return false
      }
    }
    for start in 0..<3 {
      let restarted = try CoreHarness(emergency.hospital, store: harness.store)
      restarted.now = later
      restarted.recordRefusal = start == 0 ? 4006 : nil
      for _ in 0..<2 { restarted.pass(1_000) }
      #expect(missing().count == min(start, 1))
    }
    #expect(missing().first?.kind == .reviewMissing(since: Emergency.seconds + 86_400))
    #expect(missing().first?.time == Emergency.seconds + 100_001)
  }

  @Test func `a clock that is set back does not stretch the time box`() throws {
    try activate()
    subscribe()
    _ = harness.take(reader)
    harness.now = CellTime(monotonic: 1, wall: Hospital.wall - 3_000_000)
    for _ in 0..<600 {
      harness.now = CellTime(
        monotonic: harness.now.monotonic + 1_000, wall: harness.now.wall + 1_000)
      harness.step(.tick(isDrained: true))
      harness.receive(Heartbeat(token: []).encoded(), on: reader, as: "icu/trainee")
    }
    #expect(harness.errors(reader).contains(2287))
  }

  @Test func `a clock that was ahead and is set back does not stretch what was opened meanwhile`()
    throws
  {
    harness.now = CellTime(monotonic: 1, wall: Hospital.wall + 3_000_000)
    #expect(harness.take(try emergency.activate(at: Emergency.seconds + 3_000)) == nil)
    subscribe()
    _ = harness.take(reader)
    harness.now = CellTime(monotonic: 2, wall: Hospital.wall)
    passKeepingAlive(600)
    #expect(harness.errors(reader).contains(2287))
    // And with nothing open the clock alone counts again.
    let review = try emergency.step(.review(name), by: 1, at: Emergency.seconds + 601, nonce: 2)
    #expect(harness.take(review) == nil)
    let again = try emergency.activate(at: Emergency.seconds + 601, nonce: 3)
    #expect(harness.take(again) == nil)
  }

  @Test func `documents that are frozen stop neither activation nor delivery`() throws {
    try publish([Emergency.note("700101")])
    let later = Emergency.seconds + 60 * Hospital.day
    harness.now = CellTime(monotonic: 0, wall: later * 1_000)
    harness.greet(reader, as: "icu/trainee")
    #expect(harness.take(try emergency.activate(at: later)) == nil)
    subscribe()
    #expect(harness.delivered(reader) == [0])
  }

  @Test func `an emergency leaves no durable cursor`() throws {
    try publish([Emergency.note("700101")])
    try activate()
    subscribe()
    _ = harness.take(reader)
    harness.receive(
      Acked(subscription: 1, offset: 0).encoded(), on: reader, as: "icu/trainee")
    #expect(harness.errors(reader) == [])
    harness.pass(2_000)
    #expect(harness.store.cursors.isEmpty)
  }

  @Test func `a subscriber who is entitled to some gets the others too while it is open`() throws {
    subscribe("vitals")
    _ = harness.take(reader)
    let label = "R//compartment=icu"
    let messages = try producer.sign([Emergency.note("700101")], flow: "vitals", label: label)
    _ = harness.publish(messages)
    #expect(harness.delivered(reader) == [])
    try activate()
    let more = try producer.sign([Emergency.note("700101")], flow: "vitals", label: label)
    _ = harness.publish(more, request: 2)
    #expect(harness.delivered(reader) == [1])
    #expect(harness.take(try emergency.step(.end(name), by: 1)) == nil)
    let last = try producer.sign(
      [Emergency.note("700101")], flow: "vitals", label: "N//compartment=icu")
    _ = harness.publish(last, request: 3)
    // It goes on with what it may have anyway.
    #expect(harness.delivered(reader) == [2])
  }

  @Test func `hostile steps are refused with their codes and open nothing`() throws {
    let good = try emergency.activate()
    #expect(harness.take([]) == 2331)
    #expect(harness.take([UInt8](repeating: 0, count: 5_000)) == 2332)
    for cut in stride(from: 1, to: good.count, by: 7) {
      #expect(harness.take(Array(good.prefix(cut))) == 2331)
    }
    for index in stride(from: 0, to: good.count, by: 3) {
      var bent = good
      bent[index] ^= 1
      #expect(harness.take(bent) != nil, "bit flipped at \(index)")
    }
    let stranger = try BreakGlassStep(
      site: "north", compartment: "icu", template: "emergency",
      .activate(
        grantee: "trainee", patient: try Emergency.patient(), reason: "resuscitation"),
      issued: Emergency.seconds, expires: Emergency.seconds + 60,
      nonce: [UInt8](repeating: 1, count: 16)
    ).signed(with: try harness.hospital.signingKey(of: "icu/monitor"))
    #expect(harness.take(stranger) == 2385)
    #expect(harness.store.breakGlass.isEmpty)
    #expect(harness.take(good) == nil)
  }
}
