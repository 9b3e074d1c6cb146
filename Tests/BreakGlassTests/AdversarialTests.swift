import BreakGlass
import CBOR
import Cryptography
import Labels
import Policy
import SignedPolicy
import Testing

/// Cases 72 to 78 of the adversarial list, as far as they need no cell; those of the decision stand
/// in PolicyTests, 70 in CellTests, 77 in ScenarioTests.
@Suite struct AdversarialTests {
  private var desk: Desk

  init() throws { desk = try Desk() }

  @Test mutating func `case 72: a step that has expired is refused, to the second`() throws {
    let step = Ward.step(try Ward.activate())
    desk.time = step.expires
    #expect(try desk.take(step, by: 0) == 2391)
    desk.time -= 1
    #expect(try desk.take(step, by: 0) == nil)
  }

  @Test mutating func `case 72: documents that are frozen stop no activation`() throws {
    desk.time = Ward.time + 60 * Ward.day
    #expect(desk.snapshot.freshness(at: desk.time) == .frozen)
    let digest = try desk.approved()
    #expect(desk.isOpen)
    #expect(try desk.take(.renew(digest), by: 2) == nil)
  }

  @Test mutating func `case 72: a template that the policy withdraws gives nothing`() throws {
    _ = try desk.approved()
    try desk.replace { $0.icu.breakGlass[0].name = "other" }
    #expect(!desk.isOpen)
    #expect(desk.kinds.last == .ended(.policy))
    #expect(try desk.take(try Ward.activate("two"), by: 0) == 2387)
  }

  @Test mutating func `a grantee that the template loses loses the access`() throws {
    _ = try desk.approved()
    try desk.replace { $0.icu.breakGlass[0].grantees = ["trainee"] }
    #expect(!desk.isOpen)
    #expect(desk.kinds.last == .ended(.policy))
  }

  @Test func `case 73: a template can't hold what no break-glass opens`() throws {
    var ward = try Ward()
    ward.icu.breakGlass[0].clearance = try Ward.scheme().clearance(
      "N//compartment=icu//sensitivity=psy")
    #expect(throws: DocumentFault(.neverOpened, at: "break-glass[0].clearance")) {
      try ward.icu.check(under: ward.charter)
    }
  }

  @Test func `case 74: a step names exactly one patient`() throws {
    let one = Ward.step(try Ward.activate()).value
    let patient = CBORValue.map([
      .init(.text("system"), .text("HOPITAL")), .init(.text("value"), .text("1")),
    ])
    #expect(throws: DocumentFault(.patientNotOne, at: "patient")) {
      try decode(one, patient: .array([patient, patient]))
    }
    #expect(throws: DocumentFault(.patientNotOne, at: "patient")) {
      try decode(one, patient: .array([]))
    }
    #expect(throws: DocumentFault(.patientNotOne, at: "patient")) {
      try decode(one, patient: .text("*"))
    }
    let values = CBORValue.map([
      .init(.text("system"), .text("HOPITAL")),
      .init(.text("value"), .array([.text("1"), .text("2")])),
    ])
    #expect(throws: DocumentFault(.wrongType, at: "patient.value")) {
      try decode(one, patient: values)
    }
    #expect(throws: DocumentFault(.missingKey, at: "patient")) { try decode(one, patient: nil) }
  }

  private func decode(_ step: CBORValue, patient: CBORValue?) throws {
    guard case .map(var pairs) = step else { return }
    pairs.removeAll { $0.key == .text("patient") }
    if let patient { pairs.append(.init(.text("patient"), patient)) }
    _ = try BreakGlassStep(encoded: try CBORValue.map(pairs).encoded())
  }

  @Test mutating func `case 74: two patients are two activations, each of its own`() throws {
    let first = try desk.approved("one")
    let second = try desk.activate("two")
    let open = desk.book.open(to: "dashboard", at: desk.time)
    let patients = Set(open.map(\.patient))
    #expect(patients == [try Ward.patient("one"), try Ward.patient("two")])
    try desk.take(.end(first), by: 0)
    #expect(desk.book.open(to: "dashboard", at: desk.time).map(\.digest) == [second])
  }

  @Test mutating func `case 75: nobody approves, renews or reviews an own activation`() throws {
    let digest = try desk.activate()
    #expect(try desk.take(.approve(digest), by: 0) == 2393)
    try desk.take(.approve(digest), by: 1)
    #expect(try desk.take(.renew(digest), by: 0) == 2393)
    #expect(try desk.take(.end(digest), by: 0) == nil)
    #expect(try desk.take(.review(digest), by: 0) == 2393)
  }

  @Test mutating func `case 75: nobody renews twice running`() throws {
    let digest = try desk.approved()
    #expect(try desk.take(.renew(digest), by: 1) == nil)
    #expect(try desk.take(.renew(digest), by: 1) == 2393)
    #expect(try desk.take(.renew(digest), by: 2) == nil)
  }

  @Test mutating func `case 75: beginning again is no way around another person`() throws {
    let digest = try desk.activate()
    #expect(try desk.take(try Ward.activate(), by: 0) == 2393)
    desk.pass(600)
    #expect(!desk.isOpen)
    #expect(try desk.take(try Ward.activate(), by: 0) == 2393)
    #expect(try desk.take(.review(digest), by: 1) == nil)
    #expect(try desk.take(try Ward.activate(), by: 0) == nil)
  }

  @Test mutating func `case 76: a missing review suspends the template until it is made`() throws {
    let digest = try desk.approved()
    try desk.take(.end(digest), by: 0)
    desk.pass(86_399)
    var before = desk
    #expect(try before.take(try Ward.activate("two"), by: 1) == nil)
    desk.pass(1)
    #expect(try desk.take(try Ward.activate("two"), by: 1) == 2397)
    try desk.take(.review(digest), by: 1)
    #expect(try desk.take(try Ward.activate("two"), by: 1) == nil)
  }

  @Test mutating func `case 76: that a review is missing is recorded once, with its second`()
    throws
  {
    let digest = try desk.approved()
    try desk.take(.end(digest), by: 0)
    let due = desk.time + 86_400
    desk.pass(86_399)
    #expect(desk.kinds.last == .ended(.officer))
    // The cell was down when the time was over: what it left is replayed hours later.
    desk.book = BreakGlassBook(
      replaying: desk.entries.compactMap { BreakGlassEntry(encoded: $0.encoded) })
    for _ in 0..<3 { desk.pass(5_000) }
    #expect(desk.kinds.suffix(2) == [.ended(.officer), .reviewMissing(since: due)])
    #expect(desk.entries.last?.record.time == due - 1 + 5_000)
    try desk.take(.review(digest), by: 1)
    desk.pass(1)
    #expect(desk.kinds.last == .reviewed)
  }

  @Test
  mutating func `case 76: neither a clock set back nor a longer time undoes that it is missing`()
    throws
  {
    let digest = try desk.approved()
    try desk.take(.end(digest), by: 0)
    desk.pass(86_400)
    try desk.replace { $0.icu.breakGlass[0].reviewWithin = 90 * 86_400 }
    desk.book = BreakGlassBook(replaying: desk.entries)
    desk.time -= 40_000
    #expect(try desk.take(try Ward.activate("two"), by: 1) == 2397)
    try desk.take(.review(digest), by: 1)
    #expect(try desk.take(try Ward.activate("two"), by: 1) == nil)
    #expect(
      desk.kinds.filter {
        if case .reviewMissing = $0 { return true }
        return false
      }.count == 1)
  }

  @Test(arguments: [0, 1, 2]) func `case 78: an officer revoked during the session ends it at once`(
    _ officer: Int
  ) throws {
    var desk = desk
    let digest = try desk.approved()
    try desk.take(.renew(digest), by: 2)
    let key = try Keys.signing(officer).publicKey.keyID
    try desk.replace { $0.charter.revocations.signingKeys = [key] }
    #expect(!desk.isOpen)
    #expect(desk.kinds.last == .ended(.revoked))
    #expect(try desk.take(try Ward.activate("two"), by: officer) == 2386)
  }

  @Test mutating func `case 78: an officer whom the template drops ends it, too`() throws {
    _ = try desk.approved()
    try desk.replace { $0.icu.breakGlass[0].officers[1] = try Keys.signing(9).publicKey }
    #expect(desk.kinds.last == .ended(.revoked))
  }

  @Test mutating func `an officer who signed nothing of it changes nothing`() throws {
    _ = try desk.approved()
    let key = try Keys.signing(2).publicKey.keyID
    try desk.replace { $0.charter.revocations.signingKeys = [key] }
    #expect(desk.isOpen)
  }

  @Test mutating func `the same step again is refused, after a restart, too`() throws {
    let step = Ward.step(try Ward.activate())
    #expect(try desk.take(step, by: 0) == nil)
    #expect(try desk.take(step, by: 0) == 2392)
    let name = try #require(desk.entries.first?.record.activation)
    try desk.take(.end(name), by: 1)
    try desk.take(.review(name), by: 1)
    desk.book = BreakGlassBook(replaying: desk.entries)
    #expect(try desk.take(step, by: 0) == 2392)
    #expect(try desk.take(step, by: 1) == 2392)
  }

  @Test mutating func `a step of the future is refused`() throws {
    let ahead = Ward.step(try Ward.activate(), at: Ward.time + 301)
    #expect(try desk.take(ahead, by: 0) == 2390)
    #expect(try desk.take(Ward.step(try Ward.activate(), at: Ward.time + 300), by: 0) == nil)
  }

  @Test mutating func `what the template does not list is refused`() throws {
    #expect(try desk.take(try Ward.activate(grantee: "trainee"), by: 0) == 2388)
    #expect(try desk.take(try Ward.activate(reason: "curiosity"), by: 0) == 2389)
    #expect(try desk.take(try Ward.activate(), by: 9) == 2385)
    var step = Ward.step(try Ward.activate())
    step.template = "other"
    #expect(try desk.take(step, by: 0) == 2387)
    step = Ward.step(try Ward.activate())
    step.compartment = "lab"
    #expect(try desk.take(step, by: 0) == 2343)
    step.site = "south"
    #expect(try desk.take(step, by: 0) == 2342)
  }

  @Test mutating func `an activation of one template is not known to another`() throws {
    let digest = try desk.activate()
    try desk.replace { ward in
      var second = ward.icu.breakGlass[0]
      second.name = "second"
      ward.icu.breakGlass.append(second)
    }
    var step = Ward.step(.approve(digest))
    step.template = "second"
    #expect(try desk.take(step, by: 1) == 2394)
  }
}
