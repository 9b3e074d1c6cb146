import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct PolicyQueryTests {
  private func ask(_ text: String, _ clinic: Clinic) throws -> [ReachPath] {
    let site = try clinic.reach()
    return try PolicyQuery(text, at: site).answer(at: site)
  }

  private func receivers(_ text: String, _ clinic: Clinic) throws -> [String] {
    try ask(text, clinic).compactMap { $0.receiver?.description }
  }

  private func verdict(_ claim: String, _ clinic: Clinic) throws -> PathVerdict {
    let site = try clinic.reach()
    return try site.proveNoPath(try PathClaim(claim, at: site).scope)
  }

  @Test func `who can receive what, by category, class, flow and label`() throws {
    let clinic = try Clinic()
    let all = ["management/billing", "management/link", "psychiatry/ward"]
    #expect(try receivers("who can receive psy", clinic) == ["psychiatry/ward"])
    #expect(try receivers("who can receive sensitivity=psy", clinic) == ["psychiatry/ward"])
    #expect(try receivers("who can receive R", clinic) == ["psychiatry/ward"])
    #expect(try receivers("who can receive N", clinic) == all)
    #expect(try receivers("who can receive V", clinic).isEmpty)
    #expect(try receivers("who can receive psychiatry/notes", clinic) == ["psychiatry/ward"])
    #expect(try receivers("who can receive psychiatry/*", clinic) == all)
    #expect(try receivers("who can receive N from management", clinic).isEmpty)
    #expect(try receivers("who can receive N//compartment=psychiatry", clinic) == all)
    #expect(
      try receivers("who can receive N//compartment=psychiatry//rel=management", clinic).isEmpty)
  }

  @Test func `what a principal can receive and publish, and who publishes a flow`() throws {
    let clinic = try Clinic()
    func flows(_ text: String) throws -> [String] { try ask(text, clinic).map(\.flow.name) }
    #expect(try flows("what can management/billing receive") == ["appointments"])
    #expect(try flows("what can psychiatry/ward receive") == ["appointments", "notes"])
    #expect(try flows("what can psychiatry/ehr publish") == ["appointments", "notes"])
    #expect(try flows("what can psychiatry/ward publish").isEmpty)
    let publishers = try ask("who can publish psychiatry/notes", clinic)
    #expect(publishers.map(\.publisher.description) == ["psychiatry/ehr"])
    #expect(publishers[0].receiver == nil && publishers[0].steps.count == 1)
  }

  @Test func `an answer is a path whose steps name their rules as explain does`() throws {
    let clinic = try Clinic()
    let path = try #require(try ask("what can management/billing receive", clinic).first)
    #expect(
      path.steps.map { "\($0.question.action) \($0.version) \($0.rule)" } == [
        "publish psychiatry@1 publish ehr appointments",
        "export psychiatry@1 link management/link psychiatry/appointments",
        "import management@1 link management/link psychiatry/appointments",
        "subscribe management@1 subscribe billing psychiatry/appointments",
        "deliver management@1 subscribe billing psychiatry/appointments",
      ])
    #expect(path.label.description == "N//compartment=psychiatry")
  }

  @Test func `nothing psychiatric gets to management, and the proof says what stops it`() throws {
    var clinic = try Clinic()
    guard case .proved(let proof) = try verdict("no path psy -> management/*", clinic) else {
      Issue.record("it is not proved")
      return
    }
    #expect(proof.count.flows == 2 && proof.count.links == 1)
    let export = try #require(proof.cuts.first { $0.action == .export })
    #expect(export.condition == .linkCeilings && export.reason == .aboveExportCeiling)
    #expect(export.principal == PrincipalID("management", "link"))
    #expect(export.example?.description.contains("sensitivity=psy") == true)
    let missing = try #require(proof.cuts.first { $0.action == nil })
    #expect(missing.flow.name == "notes" && missing.reason == .notConsented)
    // The same with more on the export, and then on its release, is still stopped elsewhere.
    let most = try Clinic.scheme().label("R//compartment=psychiatry//sensitivity=psy")
    clinic.psychiatry.exports[0].ceiling = most
    clinic.management.imports[0].ceiling = most
    guard case .proved(let other) = try verdict("no path psy -> management/*", clinic) else {
      Issue.record("it is not proved")
      return
    }
    #expect(other.cuts.contains { $0.condition == .release && $0.reason == .notReleased })
  }

  @Test func `what may cross is a counterexample, until an edit of either half ends it`() throws {
    var clinic = try Clinic()
    guard
      case .refuted(let path) = try verdict("no path psychiatry/* -> management/*", clinic)
    else {
      Issue.record("there is a path")
      return
    }
    let cells = try clinic.cells()
    for step in path.steps {
      let cell = try #require(cells.first { $0.compartment == step.cell })
      #expect(cell.decide(step.question).isPermit)
    }
    clinic.management.imports = []
    clinic.management.principals[1].subscribe = []
    guard case .proved = try verdict("no path psychiatry/* -> management/*", clinic) else {
      Issue.record("the import is gone")
      return
    }
  }

  @Test func `denies, revocations, closures and ages count as the cells count them`() throws {
    let claim = "no path psychiatry/* -> management/billing"
    func isProved(_ change: (inout Clinic) throws -> Void, at time: Int64) throws -> Bool {
      var clinic = try Clinic()
      try change(&clinic)
      let site = try clinic.reach(at: time)
      if case .proved = try site.proveNoPath(try PathClaim(claim, at: site).scope) { return true }
      return false
    }
    let now = Clinic.time
    #expect(try !isProved({ _ in }, at: now))
    // Stale documents go on; frozen ones end what crosses.
    #expect(try !isProved({ _ in }, at: now + 31 * Ward.day))
    #expect(try isProved({ _ in }, at: now + 40 * Ward.day))
    #expect(try isProved({ $0.charter.compartments[1].isClosed = true }, at: now))
    #expect(
      try isProved({ $0.charter.revocations.signingKeys = [try Keys.signing(1).keyID] }, at: now))
    #expect(try isProved({ $0.charter.revocations.curveKeys = [Keys.curve(3)] }, at: now))
    for action in [Action.subscribe, .deliver] {
      let deny = Deny(principal: PrincipalID("management", "billing"), action: action, reason: "x")
      #expect(try isProved({ $0.management.denies = [deny] }, at: now))
    }
    #expect(try isProved({ $0.psychiatry.principals[0].expires = now }, at: now))
  }

  @Test(
    arguments: [
      ("", 2373, 1, 1), ("who", 2373, 1, 4), ("who  can\nsee N", 2373, 2, 1),
      ("who can receive", 2375, 1, 16), ("who can receive N from", 2374, 1, 23),
      ("who can receive N from lab", 2374, 1, 24), ("who can receive nonsense", 2375, 1, 17),
      ("who can receive management", 2376, 1, 17), ("who can receive X//a=b", 2377, 1, 17),
      ("who can receive N//compartment=x y", 2377, 1, 17), ("who can receive N N", 2373, 1, 19),
      ("who can receive psychiatry/none", 2374, 1, 17), ("who can receive a/b/c", 2373, 1, 17),
      ("who can publish N", 2373, 1, 17), ("what can psychiatry/nobody receive", 2374, 1, 10),
      ("what can psychiatry/ehr eat", 2373, 1, 25), ("who can receive ＮN", 2372, 1, 17),
      ("who can receive N\u{0}", 2372, 1, 18), ("who\tcan receive N", 2372, 1, 4),
      ("who can receive " + String(repeating: "x", count: 4_096), 2371, 1, 1),
      ("who can receive " + String(repeating: "/", count: 3_000), 2377, 1, 17),
    ])
  func `a hostile question is refused, with line and column`(
    _ text: String, _ code: Int, _ line: Int, _ column: Int
  ) throws {
    let site = try Clinic().reach()
    let fault = #expect(throws: QueryFault.self) { try PolicyQuery(text, at: site) }
    #expect(fault?.code.rawValue == code, "\(text.prefix(40)) \(fault?.description ?? "")")
    #expect(fault?.line == line && fault?.column == column, "\(fault?.description ?? "")")
  }

  @Test(
    arguments: [
      ("no path", 2375, 8), ("no way a -> b", 2373, 4),
      ("no path psychiatry/* management/*", 2373, 22),
      ("no path psychiatry/* -> managment/*", 2374, 25),
      ("no path psychiatry/* with -> *", 2375, 27),
      ("no path * -> * or so", 2373, 16), ("no path psychiatry -> *", 2376, 9),
      ("no path psychiatry/x -> *", 2374, 9), ("no path psy -> psychiatry/notes", 2374, 16),
    ])
  func `a misspelt claim is refused and never proved`(
    _ text: String, _ code: Int, _ column: Int
  ) throws {
    // `psychiatry` is a value of one tag set alone; a second makes it ambiguous.
    var clinic = try Clinic()
    clinic.charter.scheme = try LabelScheme(
      policy: "clinic", classifications: .all,
      tagSets: Clinic.scheme().tagSets + [TagSet("origin", .informative, ["psychiatry"])])
    let site = try clinic.reach()
    let fault = #expect(throws: QueryFault.self) { try PathClaim(text, at: site) }
    #expect(fault?.code.rawValue == code && fault?.column == column, "\(fault?.description ?? "")")
  }
}
