import CBOR
import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

/// What an open template permits, and what nothing ever opens.
@Suite struct BreakGlassDecisionTests {
  private var ward: Ward

  init() throws {
    ward = try Ward()
    ward.charter.scheme = try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: ward.charter.scheme.tagSets.map { tagSet in
        guard tagSet.id == "sensitivity" else { return tagSet }
        return TagSet(
          "sensitivity", kind: .restrictive,
          values: [TagValue("psy", isNeverOpened: true), TagValue("hiv")])
      })
    ward.icu.breakGlass = [try Self.template(ward.charter.scheme)]
    for index in ward.icu.flows.indices {
      ward.icu.flows[index].ceiling = try ward.charter.scheme.label(
        "R//compartment=icu//sensitivity=hiv,psy")
    }
  }

  static func template(_ scheme: LabelScheme) throws -> BreakGlassTemplate {
    var template = BreakGlassTemplate(
      name: "emergency", clearance: try scheme.clearance("N,R//compartment=icu//sensitivity=hiv"),
      duration: 3_600, approvalWithin: 600, reviewWithin: 86_400)
    template.flows = ["notes"]
    template.grantees = ["dashboard"]
    template.officers = [try Keys.signing(30), try Keys.signing(31)]
    template.reasons = ["resuscitation"]
    return template
  }

  private func decide(
    _ label: String = "N//compartment=icu", about: Bool = true, at time: Int64 = Ward.time,
    _ change: (inout Request) -> Void = { _ in }
  ) throws -> Decision {
    let snapshot = try ward.source()
    let handle = try #require(snapshot.template("emergency"))
    let principal = try #require(snapshot.principal(PrincipalID("icu", "dashboard")))
    let flow = try #require(snapshot.flow(FlowID("icu", "notes")))
    var request = Request(.deliver, by: principal, on: flow, at: time)
    request.label = snapshot.scheme.compile(try ward.charter.scheme.label(label))
    request.subject = "bed-1"
    change(&request)
    return snapshot.decide(request, opening: handle, isAboutPatient: about)
  }

  @Test func `it permits, and names its rule`() throws {
    guard case .permit(let rule) = try decide() else {
      Issue.record("denied")
      return
    }
    #expect(try ward.source().text(of: rule) == "break-glass emergency dashboard")
    #expect(try decide("R//compartment=icu//sensitivity=hiv").isPermit)
    #expect(try decide(about: false) { $0.action = .subscribe }.isPermit)
  }

  @Test func `another patient's message stays closed`() throws {
    #expect(try decide(about: false).reason == .otherPatient)
  }

  @Test func `case 73: a label with a value that is never opened stays closed`() throws {
    #expect(try decide("N//compartment=icu//sensitivity=psy").reason == .neverOpened)
    #expect(try decide("R//compartment=icu//sensitivity=hiv,psy").reason == .neverOpened)
  }

  @Test(arguments: CategoryKind.allCases) func `case 73: a value of any kind forbids`(
    _ kind: CategoryKind
  ) throws {
    let scheme = try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["icu"]),
        TagSet("mark", kind: kind, values: [TagValue("sealed", isNeverOpened: true)]),
      ])
    var label = Label(
      policy: "north", classification: .normal, restrictive: [Category("compartment", "icu")])
    #expect(!scheme.compile(label).isNeverOpened)
    label[kind].insert(Category("mark", "sealed"))
    #expect(scheme.compile(label).isNeverOpened)
  }

  @Test func `frozen documents stop nothing that is opened`() throws {
    let later = Ward.time + 60 * Ward.day
    #expect(try decide(at: later).isPermit)
    #expect(
      try decide(at: later) {
        $0.action = .subscribe
        $0.isNew = true
      }.isPermit)
  }

  @Test func `what it does not replace still denies`() throws {
    #expect(try decide("V//compartment=icu").reason == .aboveCeiling)
    #expect(try decide("U").reason == .belowFloor)
    #expect(try decide("N//compartment=lab").reason == .otherCompartment)
    #expect(try decide { $0.label = nil }.reason == .labelMissing)
    #expect(try decide { $0.subject = ".." }.reason == .malformedSubject)
    #expect(try decide { $0.purpose = "research" }.reason == .purposeNotAllowed)
    #expect(try decide { $0.action = .publish }.reason == .notOpened)
    #expect(try decide { $0.action = .export }.reason == .notOpened)
    #expect(try decide(at: Ward.time + 91 * Ward.day).reason == .expired)
    #expect(
      try decide("R//compartment=icu//rel=lab").reason == .label(.notReleasable))
  }

  @Test func `denies, revocations and closures go before`() throws {
    var copy = self
    copy.ward.icu.denies = [Deny(flow: FlowID("icu", "notes"), reason: "test")]
    #expect(try copy.decide().reason == .denied)
    copy = self
    copy.ward.charter.revocations.curveKeys = [Keys.curve(2)]
    #expect(try copy.decide().reason == .revoked)
    copy = self
    copy.ward.charter.compartments[0].isClosed = true
    #expect(try copy.decide().reason == .compartmentClosed)
    copy = self
    let key = try Keys.signing(1).keyID
    copy.ward.charter.revocations.signingKeys = [key]
    #expect(try copy.decide { $0.signingKey = key }.reason == .signerRevoked)
  }

  @Test func `a template of another snapshot is refused`() throws {
    let (one, two) = (try ward.source(), try ward.source())
    let principal = try #require(two.principal(PrincipalID("icu", "dashboard")))
    let flow = try #require(two.flow(FlowID("icu", "notes")))
    let handle = try #require(one.template("emergency"))
    let request = Request(.subscribe, by: principal, on: flow, at: Ward.time)
    let decision = two.decide(request, opening: handle, isAboutPatient: true)
    #expect(decision.reason == .staleHandle)
  }

  @Test func `another compartment's cell knows nothing of it`() throws {
    #expect(try ward.destination().template("emergency") == nil)
  }
}

/// The theorem of break-glass, on sites and activations made from a seed.
@Suite struct BreakGlassPropertyTests {
  /// Opens exactly what an ordinary grant of the template's flows with its clearance, and documents
  /// that never age, would permit, if it is about the patient and nothing on it is sealed.
  @Test func `it opens what the oracle says, and nothing else`() throws {
    var random = Random(seed: 70)
    var opened = 0
    var closed: [Reason: Int] = [:]
    for _ in 0..<500 {
      let site = try EmergencySite(&random, withTemplate: ())
      for _ in 0..<100 {
        let home = random.pick(RandomSite.compartments)
        let question = try RandomSite.emergency(home, site.charter.scheme, &random)
        let snapshot = try site.cached(home)
        guard let handle = snapshot.template("t"), let asked = Asked(question, snapshot) else {
          continue
        }
        let isAbout = random.chance(70)
        let decision = snapshot.decide(
          asked.request, opening: handle, isAboutPatient: isAbout)
        let ordinary = Oracle(site: site.site, home: home).permits(question)
        let expected = ordinary || site.opens(question, in: home, isAbout: isAbout)
        #expect(decision.isPermit == expected, "\(home): \(question) \(decision)")
        if decision.isPermit, !ordinary { opened += 1 }
        if let reason = decision.reason { closed[reason, default: 0] += 1 }
      }
    }
    #expect(opened > 300)
    for reason: Reason in [.otherPatient, .neverOpened, .denied, .revoked, .notOpened] {
      #expect(closed[reason, default: 0] > 20, "\(reason)")
    }
  }
}

/// A random site each of whose policies has a template `t`, with a value that is never opened.
private final class EmergencySite {
  let site: RandomSite
  private var snapshots: [String: PolicySnapshot] = [:]

  init(_ site: RandomSite) { self.site = site }

  var charter: Charter { site.charter }

  func cached(_ home: String) throws -> PolicySnapshot {
    if let snapshot = snapshots[home] { return snapshot }
    let snapshot = try site.snapshot(of: home)
    snapshots[home] = snapshot
    return snapshot
  }

  /// The words of `Routing/BreakGlass/README.md`, by the oracle of the ordinary decision.
  func opens(_ question: Question, in home: String, isAbout: Bool) -> Bool {
    guard question.action == .deliver || question.action == .subscribe,
      question.principal.compartment == home, question.flow.compartment == home,
      let place = site.policies.firstIndex(where: { $0.compartment == home }),
      let template = site.policies[place].breakGlass.first,
      template.grantees.contains(question.principal.name),
      template.flows.contains(question.flow.name)
    else { return false }
    if question.action == .deliver {
      let isSealed = question.label?.restrictive.contains(Category("extra", "p")) == true
      guard isAbout, !isSealed else { return false }
    }
    var granted = site
    granted.charter.edition.expires = RandomSite.now * 1_000
    granted.policies[place].edition.expires = RandomSite.now * 1_000
    for index in granted.policies[place].principals.indices
    where granted.policies[place].principals[index].name == question.principal.name {
      granted.policies[place].principals[index].clearance = template.clearance
      granted.policies[place].principals[index].subscribe = [Grant(question.flow)]
    }
    return Oracle(site: granted, home: home).permits(question)
  }
}

/// A question with its names resolved.
private struct Asked {
  let request: Request

  init?(_ question: Question, _ snapshot: PolicySnapshot) {
    guard let principal = snapshot.principal(question.principal),
      let flow = snapshot.flow(question.flow)
    else { return nil }
    var request = Request(question.action, by: principal, on: flow, at: question.time)
    request.label = question.label.map { snapshot.scheme.compile($0) }
    request.subject = question.subject
    request.signer = question.signer.flatMap { snapshot.principal($0) }
    request.signingKey = question.signingKey
    request.issuedAt = question.issuedAt
    request.purpose = question.purpose
    request.isNew = question.isNew
    self.request = request
  }
}

extension RandomSite {
  fileprivate init(_ random: inout Random, _ scheme: LabelScheme) throws {
    try self.init(&random)
    charter.scheme = scheme
    for index in policies.indices {
      var clearance = try Self.clearance(scheme, &random)
      clearance.categories["extra"] = nil
      var template = BreakGlassTemplate(
        name: "t", clearance: clearance, duration: 60, approvalWithin: 30, reviewWithin: 60)
      template.flows = random.chance(70) ? Self.flowNames : [random.pick(Self.flowNames)]
      template.grantees = ["s1"]
      template.officers = [try Keys.signing(50), try Keys.signing(51)]
      template.reasons = ["r"]
      policies[index].breakGlass = [template]
    }
  }

  fileprivate static func sealed() throws -> LabelScheme {
    let scheme = try Self.scheme()
    return try LabelScheme(
      policy: scheme.policy, classifications: scheme.classifications,
      tagSets: scheme.tagSets.map { tagSet in
        guard tagSet.id == "extra" else { return tagSet }
        return TagSet(
          "extra", kind: .restrictive, values: [TagValue("p", isNeverOpened: true)])
      })
  }

  /// A question that break-glass may have something to say to, most often.
  fileprivate static func emergency(
    _ home: String, _ scheme: LabelScheme, _ random: inout Random
  ) throws -> Question {
    var question = try question(home, scheme, &random)
    guard random.chance(80) else { return question }
    let who = random.chance(90) ? PrincipalID(home, "s1") : question.principal
    let flow = random.chance(90) ? FlowID(home, random.pick(flowNames)) : question.flow
    let action: Action = random.chance(80) ? .deliver : .subscribe
    let time = question.time
    let old = question
    question = Question(action, by: who, on: flow, at: time)
    (question.label, question.subject) = (old.label, old.subject)
    (question.purpose, question.isNew) = (old.purpose, old.isNew)
    question.signingKey = old.signingKey
    if random.chance(60), var label = question.label {
      label.restrictive[LabelScheme.compartmentTagSet] = [home]
      question.label = label
    }
    return question
  }
}

extension EmergencySite {
  fileprivate convenience init(_ random: inout Random, withTemplate: Void) throws {
    self.init(try RandomSite(&random, try RandomSite.sealed()))
  }
}
