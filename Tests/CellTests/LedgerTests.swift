import CellProtocol
import Cryptography
import Journal
import Ledger
import Policy
import SignedMessage
import Testing

@testable import Cell

/// What becomes a leaf of the ledger, when, and what waits for it.
@Suite struct LedgerTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor", keys: [producer.key.publicKey.keyID.bytes])
  }

  /// A leaf with the names behind it.
  private struct Shown: Equatable {
    let kind: LeafKind
    let code: UInt64
    let count: UInt64
    let names: [LeafField: String]

    init(_ sealed: SealedLeaf) throws {
      let leaf = try Leaf(encoded: sealed.leaf)
      (kind, code, count) = (leaf.kind, leaf.code, leaf.count)
      guard !sealed.opening.isEmpty else {
        names = [:]
        return
      }
      let opening = try LeafOpening(encoded: sealed.opening)
      try opening.check(leaf)
      names = opening.parts.compactMapValues(\.text)
    }

    init(
      _ kind: LeafKind, _ code: Int, _ who: String? = "icu/monitor", count: UInt64 = 1,
      as field: LeafField = .principal
    ) {
      (self.kind, self.code, self.count) = (kind, UInt64(code), count)
      names = who.map { [field: $0] } ?? [:]
    }
  }

  private func leaves() throws -> [Shown] { try harness.store.leaves.map { try Shown($0) } }

  /// A message that policy refuses: its label is not of this compartment.
  private func foreign() throws -> [UInt8] {
    try producer.one(label: "N//compartment=cardiology")
  }

  private static let refused = 2231

  private func code(of results: [PublishResult]?) -> Int? {
    guard case .refused(let code)? = results?.first else { return nil }
    return code
  }

  @Test func `a refusal is in the ledger before the publisher hears of it`() throws {
    let frame = Publish.encoded(request: 1, messages: [try foreign()])
    harness.step(.frame(harness.peer(1, "icu/monitor"), frame))
    #expect(harness.sent[1] == nil)
    harness.turn()
    let code = try #require(
      harness.take(1).compactMap { item -> Int? in
        guard case .ack(let ack) = item.command else { return nil }
        return self.code(of: ack.results)
      }.first)
    #expect(try leaves() == [Shown(.refusal, code)])
  }

  @Test func `messages that are taken leave no leaf and cost no commit of their own`() throws {
    #expect(harness.publish(try producer.sign(3)) == [.accepted(0), .accepted(1), .accepted(2)])
    #expect(harness.commits == 1)
    #expect(harness.store.leaves.isEmpty)
    #expect(harness.heads == [])
  }

  @Test func `a flood of one refusal costs one leaf, and then counts that add up`() throws {
    let message = try foreign()
    var code = 0
    for request in 1...400 {
      code = self.code(of: harness.publish([message], request: UInt64(request))) ?? 0
    }
    #expect(try leaves() == [Shown(.refusal, code)])
    for request in 401...3_000 {
      harness.pass(1_000)
      _ = harness.publish([message], request: UInt64(request))
      if request % 2 == 0 { harness.greet(1, as: "icu/monitor") }
    }
    harness.step(.stopping)
    let found = try leaves().filter { $0.kind == .refusal }
    #expect(found.count <= 8, "after one minute, two more, four, …: \(found.count)")
    #expect(found.allSatisfy { $0.code == UInt64(code) })
    let counted = harness.core.statistics.refusals[code] ?? 0
    #expect(found.reduce(0) { $0 + $1.count } == counted, "none is lost")
  }

  @Test func `after a quiet minute the next refusal is a first again`() throws {
    let message = try foreign()
    _ = harness.publish([message])
    harness.pass(61_000)
    harness.greet(1, as: "icu/monitor")
    _ = harness.publish([message])
    #expect(try leaves().filter { $0.kind == .refusal }.map(\.count) == [1, 1])
  }

  @Test func `one peer has few rows, takes none from others, and no count is lost`() throws {
    var fold = LeafFold()
    var found: [LeafDraft] = []
    func count(_ code: Int, _ name: String, at now: Int64 = 0) {
      let draft = fold.count(
        code, .principal(name), as: nil, times: 1, at: now, mayWrite: true)
      if let draft { found.append(draft) }
    }
    for code in 2_000..<3_000 { count(code, "icu/hostile") }
    #expect(found.count == CellLimit.foldRowsOfOneMax + 1)
    for number in 0..<5_000 { count(3_123, "icu/pump-\(number)") }
    #expect(found.count <= CellLimit.foldRowsMax + CellLimit.foldRowsOfOneMax + 2)
    count(3_124, "icu/late")
    #expect(found.last?.code == 3_124, "the first of a kind has its leaf, if without a name")
    found += fold.flush(at: 0, countMax: .max, all: true)
    #expect(found.reduce(0) { $0 + $1.count } == 6_001)
  }

  @Test func `what only says later or gone is no refusal of a right`() throws {
    harness.receive(try foreign(), on: 9, as: "icu/nobody")
    _ = harness.publish(try producer.sign(1), request: 7)
    harness.pass(20_000)
    #expect(try leaves() == [Shown(.refusal, 3103, nil)])
  }

  @Test func `a session that is refused, and one that is cut, are told apart`() throws {
    harness.greet(2, as: "icu/dashboard")
    harness.receive(
      Hello(
        client: "test", principal: "icu/pump", nonce: [UInt8](repeating: 3, count: 16), keys: []
      ).encoded(), on: 5, as: "icu/trainee")
    var changed = harness.hospital
    changed.icu.principals.removeAll { $0.name == "dashboard" }
    try harness.replace(with: changed)
    harness.turn()
    #expect(
      try leaves() == [
        Shown(.sessionRefused, 3108, "icu/trainee"), Shown(.revocation, 3130, "icu/dashboard"),
      ])
  }

  @Test func `a document has a leaf when it begins to rule, and not again`() throws {
    let charter = RulingDocument(compartment: nil, version: 3, digest: SHA256.hash([1]))
    let first = RulingDocument(compartment: "icu", version: 7, digest: SHA256.hash([2]))
    let next = RulingDocument(compartment: "icu", version: 8, digest: SHA256.hash([3]))
    let snapshot = try harness.hospital.snapshot(of: "icu")
    for documents in [[charter, first], [charter, first], [charter, next]] {
      harness.step(.policy(snapshot, users: try harness.users(), documents: documents))
      harness.turn()
    }
    #expect(
      try leaves() == [
        Shown(.policyActivated, 0, nil), Shown(.policyActivated, 0, "icu", as: .compartment),
        Shown(.policyActivated, 0, "icu", as: .compartment),
      ])
    let last = try Leaf(encoded: try #require(harness.store.leaves.last).leaf)
    #expect(last.fields[.version] == .number(8))
    #expect(last.fields[.digest] == .bytes(SHA256.hash([3]).bytes))
  }

  @Test func `a head comes with the first leaves, then each ten seconds, and at the end`() throws {
    _ = harness.publish([try foreign()])
    #expect(harness.heads == [1])
    harness.step(.noted([LeafDraft(.policyRefused, code: 2334)]))
    harness.turn()
    harness.pass(9_000)
    #expect(harness.heads == [1], "not before ten seconds")
    harness.pass(1_000)
    #expect(harness.heads == [1, 2])
    harness.pass(60_000)
    #expect(harness.heads == [1, 2], "and none without a new leaf")
    harness.step(.stopping)
    #expect(harness.heads == [1, 2, 3])
    #expect(try leaves().last == Shown(.stop, 0, nil))
  }

  @Test func `a head that could not be kept is tried again`() throws {
    harness.refusesHeads = true
    _ = harness.publish([try foreign()])
    harness.pass(10_000)
    #expect(harness.heads == [1, 1])
    harness.refusesHeads = false
    harness.pass(10_000)
    harness.pass(10_000)
    #expect(harness.heads == [1, 1, 1])
  }

  @Test func `a clock that is set is noted, once a minute at most`() throws {
    harness.pass(1_000)
    for _ in 0..<10 {
      harness.now = CellTime(
        monotonic: harness.now.monotonic, wall: harness.now.wall - 7_200_000)
      harness.pass(1_000)
    }
    harness.pass(120_000)
    let steps = harness.store.leaves.compactMap { try? Leaf(encoded: $0.leaf) }
      .filter { $0.kind == .clockStep }
    #expect(steps.map { $0.fields[.back] } == [.number(7_200_000), .number(64_800_000)])
  }

  @Test func `no name of a patient, principal or flow is in any leaf`() throws {
    let name = "DUPONT-MARCELLE"
    harness.greet(2, as: "icu/dashboard")
    _ = harness.publish([try producer.one(label: "N//compartment=cardiology", subject: name)])
    _ = harness.publish([try producer.one(flow: "notes", subject: "bed-1")], request: 2)
    harness.receive(Array(name.utf8), on: 1, as: "icu/monitor")
    harness.subscribe(name, on: 2, as: "icu/dashboard")
    harness.step(.noted([LeafDraft(.breakGlassActivated).naming(.patient, name)]))
    harness.step(.stopping)
    #expect(harness.store.leaves.count >= 4)
    for sealed in harness.store.leaves {
      let text = String(decoding: sealed.leaf, as: UTF8.self)
      for hidden in [name, "icu", "notes", "monitor", "bed-1"] { #expect(!text.contains(hidden)) }
    }
    let openings = harness.store.leaves.map { String(decoding: $0.opening, as: UTF8.self) }
    #expect(openings.count { $0.contains(name) } == 1, "only where a patient is named on purpose")
  }
}

/// The journal takes no leaves, or no messages, for a while.
@Suite struct FullLedgerTests {
  private let harness: CoreHarness
  private let producer: Producer

  init() throws {
    harness = try CoreHarness(try Hospital())
    producer = try Producer(harness.hospital)
    harness.greet(1, as: "icu/monitor", keys: [producer.key.publicKey.keyID.bytes])
  }

  private func kinds() throws -> [LeafKind] {
    try harness.store.leaves.map { try Leaf(encoded: $0.leaf).kind }
  }

  private func answer(_ messages: [[UInt8]], request: UInt64 = 1) -> Command? {
    harness.receive(
      Publish.encoded(request: request, messages: messages), on: 1, as: "icu/monitor")
    return harness.take(1).map(\.command).first {
      switch $0 {
      case .ack, .nack: true
      default: false
      }
    }
  }

  private func isNack(_ command: Command?) -> Bool {
    if case .nack(let nack)? = command { nack.code == 3126 } else { false }
  }

  @Test func `a journal without room for messages takes the leaves that came with them`() throws {
    harness.refusalOfMessages = JournalError.Code.diskReserve.rawValue
    let messages = [
      try producer.one(), try producer.one(label: "N//compartment=cardiology"),
    ]
    #expect(isNack(answer(messages)))
    #expect(try kinds() == [.refusal])
    #expect(harness.store.count("vitals") == 0)
  }

  @Test func `a refusal that can't be written is not pronounced, and is written later once`()
    throws
  {
    harness.refusal = JournalError.Code.diskReserve.rawValue
    let foreign = try producer.one(label: "N//compartment=cardiology")
    #expect(isNack(answer([foreign])))
    #expect(isNack(answer([foreign])), "nor is its repetition")
    #expect(try kinds() == [])
    harness.refusal = nil
    harness.pass(1_000)
    #expect(try kinds() == [.refusal])
    guard case .ack? = answer([foreign]) else {
      Issue.record("the refusal is not pronounced now that it is written")
      return
    }
    harness.step(.stopping)
    let counts = try harness.store.leaves.map { try Leaf(encoded: $0.leaf).count }
    #expect(counts == [1, 2, 1], "the first, its two repetitions, the stop")
  }

  @Test func `cursors move while the journal takes no leaves`() throws {
    _ = harness.publish(try producer.sign(2))
    harness.greet(2, as: "icu/dashboard")
    harness.subscribe(on: 2, as: "icu/dashboard")
    _ = harness.take(2)
    harness.pass(2_000)
    harness.refusalOfLeaves = JournalError.Code.diskReserve.rawValue
    harness.step(.noted([LeafDraft(.policyRefused)]))
    harness.turn()
    harness.receive(Acked(subscription: 1, offset: 1).encoded(), on: 2, as: "icu/dashboard")
    harness.pass(3_000)
    harness.pass(3_000)
    #expect(harness.store.cursors.map(\.next) == [2])
    #expect(try kinds() == [])
  }

  @Test func `case 70: a step that must be recorded is taken when its leaf is durable`() throws {
    var seen: [LeafOutcome] = []
    harness.core.record(LeafDraft(.breakGlassActivated)) { outcome, _, effects in
      seen.append(outcome)
      effects.append(.log(LogEntry(code: 1, who: "opened", count: 1)))
    }
    #expect(seen == [])
    harness.turn()
    #expect(seen == [.durable])
    #expect(harness.logged.map(\.who) == ["opened"])
    #expect(try kinds() == [.breakGlassActivated])
  }

  @Test func `case 70: with a ledger that can't be written it is refused, and not taken later`()
    throws
  {
    var seen: [LeafOutcome] = []
    harness.refusal = JournalError.Code.diskReserve.rawValue
    harness.core.record(LeafDraft(.breakGlassActivated)) { outcome, _, _ in seen.append(outcome) }
    harness.turn()
    #expect(seen == [.refused(code: 4006)])
    harness.refusal = nil
    for _ in 0..<5 { harness.pass(2_000) }
    #expect(seen == [.refused(code: 4006)])
    #expect(try kinds() == [])
  }

  @Test func `an end that can't write its leaves says how many are lost`() throws {
    harness.refusal = JournalError.Code.diskReserve.rawValue
    harness.step(.stopping)
    #expect(harness.logged.contains(LogEntry(code: 5015, who: "icu", count: 1)))
  }
}
