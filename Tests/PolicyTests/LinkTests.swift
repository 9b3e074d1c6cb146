import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct LinkTests {
  private func label(_ text: String) throws -> Label { try Ward.scheme().label(text) }

  /// What both ends say after a change of documents: the source to the export, the destination to
  /// the import and to the delivery of what it has.
  private func decide(
    _ change: (inout Ward) throws -> Void, _ ask: (inout Question) throws -> Void = { _ in }
  ) throws -> [Decision] {
    var ward = try Ward()
    try change(&ward)
    var questions = [try Ask.export(), try Ask.import(), try Ask.onward()]
    for index in questions.indices { try ask(&questions[index]) }
    let (source, destination) = (try ward.source(), try ward.destination())
    return [
      source.decide(questions[0]), destination.decide(questions[1]),
      destination.decide(questions[2]),
    ]
  }

  @Test func `what both consent to crosses and is delivered`() throws {
    #expect(try decide { _ in }.allSatisfy(\.isPermit))
  }

  @Test func `case 18: without the import nothing leaves, arrives or is delivered`() throws {
    let decisions = try decide {
      $0.cardiology.imports = []
      $0.cardiology.principals[1].subscribe = []
    }
    #expect(decisions == [.deny(.notConsented), .deny(.unknownFlow), .deny(.unknownFlow)])
  }

  @Test func `case 18: without the export nothing leaves, arrives or is delivered`() throws {
    let decisions = try decide { $0.icu.exports = [] }
    #expect(decisions == [.deny(.notConsented), .deny(.unknownFlow), .deny(.unknownFlow)])
  }

  @Test func `case 17: an export to one compartment is none to another`() throws {
    var ward = try Ward()
    ward.icu.exports[0].to = "lab"
    #expect(try ward.source().decide(Ask.export()) == .deny(.notConsented))
    #expect(try ward.destination().decide(Ask.import()) == .deny(.unknownFlow))
  }

  @Test func `case 17: an export to one link principal is none to another of the same compartment`()
    throws
  {
    var ward = try Ward()
    var other = ward.cardiology.principals[0]
    other.name = "link-other"
    other.curveKey = Keys.curve(13)
    ward.cardiology.principals.append(other)
    var question = try Ask.export()
    question.principal = PrincipalID("cardiology", "link-other")
    #expect(try ward.source().decide(question) == .deny(.wrongLink))
    ward.icu.exports[0].link = "link-other"
    #expect(try ward.source().decide(question) == .deny(.notConsented))
    #expect(try ward.source().decide(Ask.export()) == .deny(.notConsented))
  }

  @Test func `a link principal that is no link is none`() throws {
    var ward = try Ward()
    ward.cardiology.imports = []
    ward.cardiology.principals[1].subscribe = []
    ward.cardiology.principals[0].role = .adapter
    #expect(try !ward.source().decide(Ask.export()).isPermit)
  }

  @Test func `case 62: what was imported is not exported again`() throws {
    var ward = try Ward()
    var lab = CompartmentPolicy(site: "north", compartment: "lab", edition: Ward.edition)
    var link = ward.cardiology.principals[0]
    link.curveKey = Keys.curve(21)
    link.name = "link-cardiology"
    lab.principals = [link]
    lab.imports = [
      Import(
        from: "cardiology", flow: "vitals", link: "link-cardiology",
        ceiling: try label("N//compartment=icu"))
    ]
    ward.cardiology.exports = ward.icu.exports
    ward.cardiology.exports[0].to = "lab"
    #expect(throws: DocumentFault(.unknownReference, at: "exports[0].flow")) {
      try ward.cardiology.check()
    }
    ward.cardiology.exports = []
    let snapshot = try PolicySnapshot(
      dangerouslyTrusting: PolicySet(
        charter: ward.charter, own: ward.cardiology, peers: [ward.icu, lab]))
    for action in [Action.export, .deliver, .subscribe] {
      var question = try Ask.export()
      question.action = action
      question.principal = PrincipalID("lab", "link-cardiology")
      #expect(snapshot.decide(question) == .deny(.hopsExhausted))
    }
  }

  @Test func `a link fetches under whichever verb, and under the same conditions`() throws {
    var ward = try Ward()
    for action in [Action.subscribe, .deliver] {
      var question = try Ask.export()
      question.action = action
      #expect(try ward.source().decide(question).isPermit)
    }
    ward.icu.exports = []
    for action in [Action.subscribe, .deliver] {
      var question = try Ask.export()
      question.action = action
      #expect(try ward.source().decide(question) == .deny(.notConsented))
    }
  }

  @Test func `a link never publishes`() throws {
    var question = try Ask.publish()
    question.principal = PrincipalID("cardiology", "link-icu")
    #expect(try Ward().source().decide(question) == .deny(.wrongAction))
  }

  @Test func `what goes to another compartment is no agreement with this one, nor a rule`() throws {
    var ward = try Ward()
    var lab = CompartmentPolicy(site: "north", compartment: "lab", edition: Ward.edition)
    var link = ward.cardiology.principals[0]
    link = Principal(
      name: "link-icu", role: .link, curveKey: Keys.curve(21), clearance: link.clearance,
      expires: link.expires)
    lab.principals = [link]
    lab.imports = ward.cardiology.imports
    var export = ward.icu.exports[0]
    export.to = "lab"
    ward.icu.exports.append(export)
    ward.cardiology.imports = []
    ward.cardiology.principals[1].subscribe = []
    let snapshot = try PolicySnapshot(
      dangerouslyTrusting: PolicySet(
        charter: ward.charter, own: ward.icu, peers: [ward.cardiology, lab]))
    var question = try Ask.export()
    let explanation = snapshot.explain(question)
    #expect(explanation.decision == .deny(.notConsented))
    let unmet = explanation.findings.filter { $0.refusal != nil }.map(\.condition)
    #expect(unmet == [.agreement, .grant])
    question.principal = PrincipalID("lab", "link-icu")
    #expect(snapshot.decide(question).isPermit)
  }

  @Test func `the only flow of a compartment is exported like any other`() throws {
    var ward = try Ward()
    ward.icu.flows.removeLast()
    #expect(try ward.source().decide(Ask.export()).isPermit)
  }

  @Test func `nobody publishes into what was imported`() throws {
    var question = try Ask.onward()
    question.action = .publish
    question.signer = question.principal
    #expect(try Ward().destination().decide(question) == .deny(.wrongAction))
  }

  @Test func `only own principals import, and only the flows of others`() throws {
    var ward = try Ward()
    // A link of the source, known at the destination: it may ask, but not take in.
    ward.icu.principals.append(
      Principal(
        name: "link-c", role: .link, curveKey: Keys.curve(14),
        clearance: ward.icu.principals[0].clearance, expires: Ward.time + Ward.day))
    var question = try Ask.import()
    question.principal = PrincipalID("icu", "link-c")
    #expect(try ward.destination().decide(question) == .deny(.wrongAction))
    question.principal = PrincipalID("icu", "monitor")
    #expect(try ward.source().decide(question) == .deny(.wrongAction))
  }

  @Test func `another compartment's publisher is known as a signer and may ask nothing`() throws {
    let snapshot = try Ward().destination()
    let monitor = PrincipalID("icu", "monitor")
    let flow = try #require(snapshot.flow(Ask.vitals))
    let handle = try #require(snapshot.principal(monitor))
    for action in Action.allCases {
      let question = Question(action, by: monitor, on: Ask.vitals, at: Ward.time)
      #expect(snapshot.decide(question) == .deny(.unknownPrincipal))
      #expect(snapshot.explain(question).findings.isEmpty)
      let nowhere = Question(action, by: monitor, on: FlowID("icu", "x"), at: Ward.time)
      #expect(snapshot.decide(nowhere) == .deny(.unknownPrincipal))
      let request = Request(action, by: handle, on: flow, at: Ward.time)
      #expect(snapshot.decide(request) == .deny(.unknownPrincipal))
    }
  }

  @Test func `a principal of its own cell does not export`() throws {
    var question = try Ask.export()
    question.principal = PrincipalID("icu", "dashboard")
    #expect(try Ward().source().decide(question) == .deny(.wrongAction))
  }

  @Test func `only the agreed link imports`() throws {
    var question = try Ask.import()
    question.principal = PrincipalID("cardiology", "board")
    #expect(try Ward().destination().decide(question) == .deny(.wrongLink))
  }

  @Test func `the export's ceiling holds at both ends`() throws {
    let decisions = try decide {
      $0.icu.exports[0].ceiling = try Ward.scheme().label("M//compartment=icu")
    }
    #expect(decisions == Array(repeating: .deny(.aboveExportCeiling), count: 3))
  }

  @Test func `the import's ceiling holds at both ends`() throws {
    let decisions = try decide {
      $0.cardiology.imports[0].ceiling = try Ward.scheme().label("M//compartment=icu")
    }
    #expect(decisions == Array(repeating: .deny(.aboveImportCeiling), count: 3))
  }

  @Test func `the release bounds what crosses, whatever the destination says of its link`() throws {
    let decisions = try decide {
      $0.icu.exports[0].release = try Ward.scheme().clearance("N//compartment=lab")
    }
    #expect(decisions == Array(repeating: .deny(.notReleased), count: 3))
  }

  @Test func `a release list must hold the destination`() throws {
    let label = try label("N//compartment=icu//rel=lab")
    #expect(try decide({ _ in }, { $0.label = label }).allSatisfy { $0 == .deny(.notReleased) })
  }

  @Test func `the link's own clearance bounds what crosses`() throws {
    let decisions = try decide {
      $0.cardiology.principals[0].clearance = try Ward.scheme().clearance("U")
    }
    #expect(decisions[..<2] == [.deny(.linkNotCleared), .deny(.linkNotCleared)])
  }

  @Test func `the flow's bounds hold at the destination too`() throws {
    let label = try label("U")
    #expect(try decide({ _ in }, { $0.label = label }).allSatisfy { $0 == .deny(.belowFloor) })
  }

  @Test func `an export for some subjects is none for others`() throws {
    #expect(try decide { $0.icu.exports[0].subject = "bed-1" }.allSatisfy(\.isPermit))
    #expect(
      try decide { $0.icu.exports[0].subject = "bed-2" }
        .allSatisfy { $0 == .deny(.subjectNotGranted) })
  }

  @Test func `what comes in must be signed by who may publish it at the source`() throws {
    var question = try Ask.import()
    question.signer = nil
    #expect(try Ward().destination().decide(question) == .deny(.signerMissing))
    question.signer = PrincipalID("cardiology", "board")
    #expect(try Ward().destination().decide(question) == .deny(.signerNotGranted))
    question = try Ask.import()
    question.subject = "bed-2"
    #expect(try Ward().destination().decide(question) == .deny(.signerNotGranted))
  }

  @Test func `what comes in must not be signed by who is revoked or has expired at the source`()
    throws
  {
    let revoked = try decide { $0.charter.revocations.curveKeys = [Keys.curve(1)] }
    #expect(revoked[1] == .deny(.signerNotGranted))
    #expect(try decide { $0.icu.principals[0].expires = Ward.time }[1] == .deny(.signerNotGranted))
  }

  @Test func `what was signed before its signer expired may come in later`() throws {
    var ward = try Ward()
    ward.icu.principals[0].expires = Ward.time
    var question = try Ask.import()
    question.issuedAt = Ward.time - 1
    #expect(try ward.destination().decide(question).isPermit)
    question.issuedAt = Ward.time
    #expect(try ward.destination().decide(question) == .deny(.signerNotGranted))
  }

  @Test func `what was signed before its signer was revoked does not come in later`() throws {
    var ward = try Ward()
    ward.charter.revocations.curveKeys = [Keys.curve(1)]
    var question = try Ask.import()
    question.issuedAt = Ward.time - Ward.day
    #expect(try Ward().destination().decide(question).isPermit)
    #expect(try ward.destination().decide(question) == .deny(.signerNotGranted))
  }

  @Test func `case 23: what a revoked key signed is not taken in, not given out, not passed on`()
    throws
  {
    let key = try Keys.signing(1).keyID
    let decisions = try decide(
      { $0.charter.revocations.signingKeys = [key] }, { $0.signingKey = key })
    #expect(decisions == Array(repeating: .deny(.signerRevoked), count: 3))
  }

  @Test func `case 40: a key that a withheld charter revokes is revoked for messages, too`() throws
  {
    let key = try Keys.signing(1).keyID
    let restrictions = Restrictions(revocations: Revocations(signingKeys: [key]))
    for ask in [try Ask.publish(), try Ask.deliver()] {
      var question = ask
      question.signingKey = key
      #expect(try Ward().source(restrictions).decide(question) == .deny(.signerRevoked))
    }
  }

  @Test func `what the source denies its publisher, the destination does not take in`() throws {
    let deny = Deny(principal: PrincipalID("icu", "monitor"), action: .publish, reason: "recall")
    let decisions = try decide { $0.icu.denies = [deny] }
    #expect(decisions[1] == .deny(.signerNotGranted))
  }

  @Test(arguments: [Action.export, .import, .deliver, .subscribe, nil])
  func `a deny of either end stops the link at both`(_ action: Action?) throws {
    let deny = Deny(
      principal: PrincipalID("cardiology", "link-icu"), action: action, reason: "contract ended")
    let byICU = try decide {
      $0.icu.exports[0].link = "link-icu"
      $0.icu.denies = [deny]
    }
    #expect(byICU.allSatisfy { $0 == .deny(.denied) })
    #expect(try decide { $0.cardiology.denies = [deny] }[..<2] == [.deny(.denied), .deny(.denied)])
  }

  @Test(arguments: [Action.export, .import, .deliver, .subscribe, nil])
  func `a deny of the source acts on whom it names at the destination`(_ action: Action?) throws {
    let deny = Deny(
      principal: PrincipalID("cardiology", "board"), flow: Ask.vitals, action: action,
      reason: "contract ended")
    let decisions = try decide {
      $0.icu.exports[0].link = "link-icu"
      $0.icu.denies = [deny]
    }
    #expect(decisions[2] == .deny(.denied))
    #expect(!decisions[..<2].contains { !$0.isPermit })
  }

  @Test func `a deny of the destination acts on whoever signed at the source`() throws {
    let deny = Deny(principal: PrincipalID("icu", "monitor"), flow: Ask.vitals, reason: "recall")
    #expect(try decide { $0.cardiology.denies = [deny] }[1] == .deny(.denied))
  }

  @Test func `a deny of another compartment's principal where nothing crosses is refused`() throws {
    var ward = try Ward()
    ward.icu.exports[0].link = "link-icu"
    for deny in [
      Deny(principal: PrincipalID("lab", "analyzer"), reason: "x"),
      Deny(
        principal: PrincipalID("cardiology", "board"), flow: FlowID("icu", "notes"), reason: "x"),
    ] {
      ward.icu.denies = [deny]
      let policy = ward.icu
      #expect(throws: DocumentFault(.idleDeny, at: "denies[0].principal")) { try policy.check() }
    }
  }

  @Test func `a deny that the other authority could evade by a new name is refused`() throws {
    var ward = try Ward()
    ward.icu.denies = [Deny(principal: PrincipalID("cardiology", "link-icu"), reason: "x")]
    let policy = ward.icu
    #expect(throws: DocumentFault(.evadableDeny, at: "denies[0].principal")) {
      try policy.check()
    }
    ward.icu.exports[0].link = "link-icu"
    try ward.icu.check()
    ward.cardiology.principals[0].name = "link-new"
    ward.cardiology.imports[0].link = "link-new"
    var question = try Ask.export()
    question.principal = PrincipalID("cardiology", "link-new")
    #expect(try ward.source().decide(question) == .deny(.notConsented))
  }

  @Test func `a deny to publish does not stop a link`() throws {
    let deny = Deny(
      principal: PrincipalID("cardiology", "link-icu"), action: .publish, reason: "never")
    let decisions = try decide {
      $0.icu.exports[0].link = "link-icu"
      $0.icu.denies = [deny]
    }
    #expect(!decisions.contains { !$0.isPermit })
  }

  @Test func `a closed destination gets nothing`() throws {
    let decisions = try decide { $0.charter.compartments[1].isClosed = true }
    #expect(decisions == Array(repeating: .deny(.compartmentClosed), count: 3))
  }

  @Test func `the plan of links says where to, as whom and for what`() throws {
    let ward = try Ward()
    #expect(try ward.source().links.isEmpty)
    let snapshot = try ward.destination()
    let link = try #require(snapshot.links.first)
    #expect(snapshot.links.count == 1)
    #expect(link.source == "icu" && link.endpoint == "tcp://127.0.0.1:7700")
    #expect(link.serverKey == Keys.curve(200))
    #expect(link.principalID == PrincipalID("cardiology", "link-icu"))
    #expect(link.flows.compactMap { snapshot.entry($0)?.id } == [Ask.vitals])
  }

  @Test func `no link is planned to a cell whose key is revoked, or that is closed`() throws {
    var ward = try Ward()
    ward.charter.revocations.curveKeys = [Keys.curve(200)]
    #expect(try ward.destination().links.isEmpty)
    ward = try Ward()
    ward.charter.compartments[0].isClosed = true
    #expect(try ward.destination().links.isEmpty)
  }

  @Test func `an imported flow is kept as long as the import says`() throws {
    var ward = try Ward()
    ward.cardiology.imports[0].retention = 60
    let snapshot = try ward.destination()
    let flow = try #require(snapshot.flow(Ask.vitals))
    #expect(snapshot.entry(flow)?.retention == 60)
  }
}
