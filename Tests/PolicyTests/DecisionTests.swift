import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct DecisionTests {
  private func label(_ text: String) throws -> Label { try Ward.scheme().label(text) }

  /// What the ICU's cell says after a change of documents or question.
  private func decide(
    _ question: Question, _ change: (inout Ward, inout Question) throws -> Void = { _, _ in }
  ) throws -> Decision {
    var ward = try Ward()
    var question = question
    try change(&ward, &question)
    return try ward.source().decide(question)
  }

  @Test func `a device publishes what it was granted`() throws {
    #expect(try decide(Ask.publish()).isPermit)
  }

  @Test func `a subscriber subscribes and is delivered what it was granted`() throws {
    #expect(try decide(Ask.subscribe()).isPermit)
    #expect(try decide(Ask.deliver()).isPermit)
  }

  @Test func `an unknown principal is denied`() throws {
    #expect(
      try decide(Ask.publish()) { $1.principal = PrincipalID("icu", "pump") }
        == .deny(.unknownPrincipal))
  }

  @Test func `an unknown flow is denied`() throws {
    #expect(
      try decide(Ask.publish()) { $1.flow = FlowID("icu", "alerts") } == .deny(.unknownFlow))
  }

  @Test func `a principal of a compartment without a link is unknown`() throws {
    #expect(
      try decide(Ask.deliver()) { $1.principal = PrincipalID("lab", "analyzer") }
        == .deny(.unknownPrincipal))
  }

  @Test func `without a grant nothing is permitted`() throws {
    #expect(
      try decide(Ask.publish()) { ward, _ in ward.icu.principals[0].publish = [] }
        == .deny(.notGranted))
    #expect(
      try decide(Ask.subscribe()) { ward, _ in ward.icu.principals[1].subscribe = [] }
        == .deny(.notGranted))
    #expect(
      try decide(Ask.deliver()) { ward, _ in ward.icu.principals[1].subscribe = [] }
        == .deny(.notGranted))
  }

  @Test func `a grant to publish is none to subscribe, nor the other way round`() throws {
    #expect(
      try decide(Ask.deliver()) { $1.principal = PrincipalID("icu", "monitor") }
        == .deny(.notGranted))
    #expect(
      try decide(Ask.publish()) {
        $1.principal = PrincipalID("icu", "dashboard")
        $1.signer = $1.principal
      } == .deny(.notGranted))
  }

  @Test func `a grant for one flow is none for another`() throws {
    #expect(try decide(Ask.publish()) { $1.flow = FlowID("icu", "notes") } == .deny(.notGranted))
  }

  @Test(arguments: ["bed-2", "bed-12/monitor", "bed", "other/bed-1"])
  func `a subject outside the grant is denied`(_ subject: String) throws {
    #expect(try decide(Ask.publish()) { $1.subject = subject } == .deny(.subjectNotGranted))
  }

  @Test(arguments: [
    "", "/", "bed-1/", "bed-1//x", "bed-1/..", "bed-1/*", "bed-1/\u{0}", "$sys", "bed-1/é",
  ])
  func `case 60: a subject that some system reads as a pattern is denied`(
    _ subject: String
  ) throws {
    #expect(try decide(Ask.publish()) { $1.subject = subject } == .deny(.malformedSubject))
    #expect(try decide(Ask.deliver()) { $1.subject = subject } == .deny(.malformedSubject))
  }

  @Test func `a revoked connection key is denied everything`() throws {
    for question in [try Ask.publish(), Ask.subscribe(), try Ask.deliver(), try Ask.export()] {
      let decision = try decide(question) { ward, _ in
        ward.charter.revocations.curveKeys = Set([1, 2, 11].map(Keys.curve))
      }
      #expect(decision == .deny(.revoked))
    }
  }

  @Test func `an expired principal is denied from that very second`() throws {
    #expect(
      try decide(Ask.publish()) { $0.icu.principals[0].expires = $1.time }
        == .deny(.expired))
    #expect(try decide(Ask.publish()) { $0.icu.principals[0].expires = $1.time + 1 }.isPermit)
  }

  @Test func `a closed compartment is denied everything`() throws {
    let decision = try decide(Ask.publish()) { ward, _ in
      ward.charter.compartments[0].isClosed = true
    }
    #expect(decision == .deny(.compartmentClosed))
  }

  @Test func `a purpose must be among the principal's`() throws {
    #expect(try decide(Ask.publish()) { $1.purpose = "treatment" }.isPermit)
    #expect(try decide(Ask.publish()) { $1.purpose = "research" } == .deny(.purposeNotAllowed))
    #expect(try decide(Ask.deliver()) { $1.purpose = "treatment" } == .deny(.purposeNotAllowed))
  }

  @Test func `who publishes must have signed`() throws {
    #expect(try decide(Ask.publish()) { $1.signer = nil } == .deny(.signerMissing))
    #expect(
      try decide(Ask.publish()) { $1.signer = PrincipalID("icu", "dashboard") }
        == .deny(.signerNotPrincipal))
  }

  @Test func `a message without a label is denied`() throws {
    #expect(try decide(Ask.publish()) { $1.label = nil } == .deny(.labelMissing))
    #expect(try decide(Ask.deliver()) { $1.label = nil } == .deny(.labelMissing))
  }

  @Test func `an invalid label is denied by its own reason`() throws {
    let decision = try decide(Ask.publish()) {
      $1.label = Label(policy: "north", classification: .normal)
    }
    #expect(decision == .deny(.label(.compartmentMissing)))
  }

  @Test(arguments: [
    ("U", Reason.belowFloor), ("M//compartment=icu", .belowFloor),
    ("V//compartment=icu", .aboveCeiling), ("N//compartment=icu,lab", .aboveCeiling),
    ("N//compartment=icu//sensitivity=psy", .aboveCeiling),
    ("N//compartment=lab", .otherCompartment),
    ("N//compartment=icu//rel=lab", .label(.notReleasable)),
    ("N//compartment=icu//rel=(nobody)", .label(.releasedToNobody)),
  ])
  func `a label outside the flow's bounds or the clearance is denied`(
    _ text: String, _ reason: Reason
  ) throws {
    let label = try label(text)
    #expect(try decide(Ask.publish()) { $1.label = label } == .deny(reason))
    #expect(try decide(Ask.deliver()) { $1.label = label } == .deny(reason))
  }

  @Test(arguments: [
    "N//compartment=icu", "R//compartment=icu//sensitivity=hiv",
    "N//compartment=icu//rel=cardiology",
  ])
  func `a label at or between the bounds is permitted`(_ text: String) throws {
    let label = try label(text)
    #expect(try decide(Ask.publish()) { $1.label = label }.isPermit)
  }

  @Test func `the clearance is asked for every delivered message`() throws {
    let clearance = try Ward.scheme().clearance("N//compartment=icu")
    let restricted = try label("R//compartment=icu")
    let change = { (ward: inout Ward, question: inout Question) in
      ward.icu.principals[1].clearance = clearance
      question.label = restricted
    }
    #expect(try decide(Ask.deliver(), change) == .deny(.label(.classificationNotCleared)))
    #expect(try decide(Ask.subscribe(), change).isPermit)
  }

  @Test func `publishing needs a clearance for what is published`() throws {
    let clearance = try Ward.scheme().clearance("U")
    #expect(
      try decide(Ask.publish()) { ward, _ in ward.icu.principals[0].clearance = clearance }
        == .deny(.label(.classificationNotCleared)))
  }

  @Test
  func `case 47: a flow whose labels the scheme no longer admits is denied, the others go on`()
    throws
  {
    var ward = try Ward()
    ward.icu.flows[0].floor = Label(
      policy: "north", classification: .normal, restrictive: [Category("compartment", "gone")])
    ward.icu.principals[0].publish.append(Grant(FlowID("icu", "notes")))
    let snapshot = try ward.source()
    var question = try Ask.publish()
    #expect(snapshot.decide(question) == .deny(.belowFloor))
    question.flow = FlowID("icu", "notes")
    #expect(snapshot.decide(question).isPermit)
  }

  @Test func `handles of another snapshot are refused`() throws {
    let (old, new) = (try Ward().source(), try Ward().source())
    let principal = try #require(old.principal(PrincipalID("icu", "dashboard")))
    let flow = try #require(old.flow(Ask.vitals))
    let request = Request(.subscribe, by: principal, on: flow, at: Ward.time)
    #expect(old.decide(request).isPermit)
    #expect(new.decide(request) == .deny(.staleHandle))
    #expect(new.refusal(of: principal, at: Ward.time) == .staleHandle)
    let known = try #require(new.principal(PrincipalID("icu", "dashboard")))
    let mixed = Request(.subscribe, by: known, on: flow, at: Ward.time)
    #expect(new.decide(mixed) == .deny(.staleHandle))
    var signed = Request(.publish, by: known, on: try #require(new.flow(Ask.vitals)), at: Ward.time)
    signed.signer = principal
    #expect(new.decide(signed) == .deny(.staleHandle))
  }

  @Test func `a label that was compiled under another scheme is denied for that`() throws {
    let snapshot = try Ward().source()
    let monitor = try #require(snapshot.principal(PrincipalID("icu", "monitor")))
    let flow = try #require(snapshot.flow(Ask.vitals))
    var request = Request(.publish, by: monitor, on: flow, at: Ward.time)
    request.signer = monitor
    request.subject = "bed-1"
    let label = try label("N//compartment=icu")
    request.label = snapshot.scheme.compile(label)
    #expect(snapshot.decide(request).isPermit)
    let other = try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, ["icu"])])
    request.label = other.compile(label)
    #expect(snapshot.decide(request) == .deny(.label(.otherScheme)))
  }

  @Test func `an explanation says every condition that is not met`() throws {
    var question = try Ask.publish()
    question.label = try label("U")
    question.subject = "bed-2"
    let explanation = try Ward().source().explain(question)
    #expect(explanation.decision == .deny(.subjectNotGranted))
    let unmet = explanation.findings.filter { $0.refusal != nil }.map(\.condition)
    #expect(unmet == [.subject, .floor, .clearance])
    #expect(explanation.findings.map(\.condition) == Condition.allCases)
  }

  @Test func `a permit names its rule`() throws {
    let snapshot = try Ward().source()
    guard case .permit(let rule) = snapshot.decide(try Ask.publish()) else {
      Issue.record("denied")
      return
    }
    #expect(snapshot.text(of: rule) == "publish monitor vitals bed-1")
  }

  @Test func `a permit to subscribe rests on the flow's first grant, whatever subject is stated`()
    throws
  {
    var ward = try Ward()
    ward.icu.principals[1].subscribe = [
      Grant(FlowID("icu", "vitals"), subject: "bed-2"), Grant(FlowID("icu", "vitals")),
    ]
    let snapshot = try ward.source()
    var question = Ask.subscribe()
    question.subject = "bed-1"
    guard case .permit(let rule) = snapshot.decide(question) else {
      Issue.record("denied")
      return
    }
    #expect(snapshot.text(of: rule) == "subscribe dashboard vitals bed-2")
  }

  @Test func `codes of reasons and faults are unique and have their text`() {
    let codes = Reason.all.map(\.code) + DocumentFault.Code.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(Reason.all.allSatisfy { (2201...2299).contains($0.code) && !$0.text.isEmpty })
  }

  @Test func `the limits fit each other`() {
    PolicyLimit.assertRelations()
  }
}
