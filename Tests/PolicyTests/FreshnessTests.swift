import Policy
import PolicyTesting
import Testing

@Suite struct FreshnessTests {
  private let stale = Ward.time + 31 * Ward.day
  private let frozen = Ward.time + 38 * Ward.day

  private func decide(
    _ question: Question, at time: Int64, isNew: Bool = false,
    _ change: (inout Ward) -> Void = { _ in }
  ) throws -> Decision {
    var ward = try Ward()
    change(&ward)
    var question = question
    question.time = time
    question.isNew = isNew
    return try ward.source().decide(question)
  }

  @Test func `freshness turns at the very seconds that the edition names`() {
    let edition = Ward.edition
    #expect(edition.freshness(at: edition.expires - 1) == .fresh)
    #expect(edition.freshness(at: edition.expires) == .stale)
    #expect(edition.freshness(at: edition.expires + edition.grace - 1) == .stale)
    #expect(edition.freshness(at: edition.expires + edition.grace) == .frozen)
  }

  @Test func `a time that overflows is frozen, never fresh`() {
    let edition = Edition(
      version: 1, previous: nil, issued: 0, expires: .max - 1, grace: .max)
    #expect(edition.freshness(at: .max) == .frozen)
  }

  @Test func `case 38: stale documents let existing flows go on, all of them`() throws {
    for question in [try Ask.publish(), Ask.subscribe(), try Ask.deliver(), try Ask.export()] {
      #expect(try decide(question, at: stale).isPermit)
    }
  }

  @Test func `case 38: stale documents let nothing new begin`() throws {
    #expect(try decide(Ask.subscribe(), at: Ward.time, isNew: true).isPermit)
    #expect(try decide(Ask.subscribe(), at: stale, isNew: true) == .deny(.stale))
  }

  @Test func `case 39: frozen documents let critical flows inside the compartment go on`() throws {
    for question in [try Ask.publish(), Ask.subscribe(), try Ask.deliver()] {
      #expect(try decide(question, at: frozen).isPermit)
    }
  }

  @Test func `case 39: frozen documents stop what is not critical`() throws {
    #expect(
      try decide(Ask.publish(), at: frozen) { $0.icu.flows[0].isCritical = false }
        == .deny(.frozen))
  }

  @Test func `case 39: frozen documents stop links, also of critical flows`() throws {
    #expect(try decide(Ask.export(), at: frozen) == .deny(.frozen))
  }

  @Test func `case 39: frozen documents let nothing new begin`() throws {
    #expect(try decide(Ask.subscribe(), at: frozen, isNew: true) == .deny(.frozen))
  }

  @Test func `the older of charter and policy counts`() throws {
    let decision = try decide(Ask.subscribe(), at: Ward.time, isNew: true) {
      $0.charter.edition.expires = Ward.time
    }
    #expect(decision == .deny(.stale))
  }

  @Test func `a link is as fresh as the policy of its other end`() throws {
    let decision = try decide(Ask.export(), at: Ward.time) {
      $0.cardiology.edition.expires = Ward.time - 8 * Ward.day
    }
    #expect(decision == .deny(.frozen))
  }

  @Test func `case 40: a revocation acts from an expired document`() throws {
    let decision = try decide(Ask.publish(), at: stale) {
      $0.charter.revocations.curveKeys = [Keys.curve(1)]
    }
    #expect(decision == .deny(.revoked))
  }

  @Test func `case 40: what a document takes away that may not grant is taken away`() throws {
    var restrictions = Restrictions()
    var charter = try Ward().charter
    charter.revocations.curveKeys = [Keys.curve(1)]
    restrictions.add(charter)
    var policy = try Ward().icu
    policy.denies = [Deny(flow: Ask.vitals, action: .deliver, reason: "recall")]
    policy.principals[1].subscribe.append(Grant(FlowID("icu", "notes")))
    restrictions.add(policy)
    let snapshot = try Ward().source(restrictions)
    #expect(snapshot.decide(try Ask.publish()) == .deny(.revoked))
    #expect(snapshot.decide(try Ask.deliver()) == .deny(.denied))
    var notes = Ask.subscribe()
    notes.flow = FlowID("icu", "notes")
    #expect(snapshot.decide(notes) == .deny(.notGranted))
  }

  @Test func `case 45: a clock set back revives nothing that had ended by the newest document`()
    throws
  {
    let decision = try decide(Ask.publish(), at: Ward.time - 3650 * Ward.day) {
      $0.icu.principals[0].expires = $0.icu.edition.issued
    }
    #expect(decision == .deny(.expired))
  }

  @Test func `case 45: what another compartment says of the time does not move this one's`() throws
  {
    var ward = try Ward()
    ward.cardiology.edition.issued = Ward.time + 36_500 * Ward.day
    ward.cardiology.edition.expires = ward.cardiology.edition.issued + Ward.day
    let snapshot = try ward.source()
    #expect(snapshot.decide(try Ask.publish()).isPermit)
    #expect(snapshot.decide(try Ask.deliver()).isPermit)
    #expect(snapshot.freshness(at: Ward.time) == .fresh)
    #expect(snapshot.allowedCurveKeys == [1, 2, 11].map(Keys.curve))
  }

  @Test func `case 45: a link's principal that had ended when its own policy was issued has ended`()
    throws
  {
    let decision = try decide(Ask.export(), at: Ward.time - 3650 * Ward.day) {
      $0.icu.edition.issued = 0
      $0.charter.edition.issued = 0
      $0.cardiology.principals[0].expires = $0.cardiology.edition.issued
    }
    #expect(decision == .deny(.expired))
  }

  @Test
  func `case 45: a clock set forward by ten years keeps critical flows of principals without end`()
    throws
  {
    let decision = try decide(Ask.publish(), at: Ward.time + 3650 * Ward.day) {
      $0.icu.principals[0].expires = PolicyLimit.timeMax
    }
    #expect(decision.isPermit)
  }
}
