import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

/// Every kind of change by name, with its effect, on the ICU's policy: `vitals` is critical there,
/// `notes` is not.
@Suite struct EffectTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let edit: @Sendable (inout CompartmentPolicy) throws -> Void
    var testDescription: String { name }

    init(_ name: String, _ edit: @escaping @Sendable (inout CompartmentPolicy) throws -> Void) {
      (self.name, self.edit) = (name, edit)
    }
  }

  /// The ICU's policy with whatever an example wants to take away.
  static func policy() throws -> CompartmentPolicy {
    var policy = try Ward().icu
    let scheme = try Ward.scheme()
    policy.flows[1].floor = try scheme.label("U")
    policy.flows[1].isCritical = false
    var scribe = Principal(
      name: "scribe", role: .adapter, curveKey: Keys.curve(3),
      clearance: try scheme.clearance("N,R//compartment=icu//sensitivity=hiv//rel=cardiology"),
      expires: Ward.time + 90 * Ward.day)
    scribe.signingKeys = [try Keys.signing(3), try Keys.signing(4)]
    scribe.publish = [Grant(FlowID("icu", "notes"), subject: "bed-1")]
    scribe.subscribe = [Grant(FlowID("icu", "notes")), Grant(FlowID("lab", "results"))]
    scribe.purposes = ["treatment", "research"]
    let link = Principal(
      name: "link-lab", role: .link, curveKey: Keys.curve(4), clearance: scribe.clearance,
      expires: scribe.expires)
    policy.principals += [scribe, link]
    policy.imports = [
      Import(
        from: "lab", flow: "results", link: "link-lab",
        ceiling: try scheme.label("R//compartment=lab"), retention: 60)
    ]
    policy.denies = [
      Deny(principal: PrincipalID("icu", "scribe"), flow: FlowID("icu", "vitals"), reason: "a"),
      Deny(principal: PrincipalID("lab", "analyzer"), action: .import, reason: "b"),
    ]
    return policy
  }

  private static func effect(
    of edit: (inout CompartmentPolicy) throws -> Void
  ) throws -> PolicyEffect {
    let old = try policy()
    return PolicyEffect(of: try next(old, edit), after: old, under: try Ward.scheme())
  }

  /// The version after a policy, changed.
  static func next(
    _ old: CompartmentPolicy, _ edit: (inout CompartmentPolicy) throws -> Void
  ) rethrows -> CompartmentPolicy {
    var new = old
    new.edition = Edition(
      version: old.edition.version + 1, previous: SHA256.hash([1]), issued: old.edition.issued + 9,
      expires: old.edition.expires, grace: old.edition.grace)
    try edit(&new)
    return new
  }

  static let narrowing: [Example] = [
    Example("a grant to publish") { $0.principals[2].publish = [] },
    Example("a grant to subscribe") { $0.principals[2].subscribe.removeFirst() },
    Example("a shorter subject") { $0.principals[2].publish[0].subject = "bed-1/pump" },
    Example("subjects of an open grant") { $0.principals[2].subscribe[0].subject = "bed-2" },
    Example("a principal") { $0.principals.remove(at: 2) },
    Example("an earlier end of an entry") { $0.principals[2].expires -= 1 },
    Example("one of two signing keys") { $0.principals[2].signingKeys.removeLast() },
    Example("a purpose") { $0.principals[2].purposes.removeLast() },
    Example("a class of a clearance") {
      $0.principals[2].clearance.classifications = ClassificationSet([.normal])
    },
    Example("a category of a clearance") { $0.principals[2].clearance.categories["rel"] = nil },
    Example("a flow with its grants") {
      $0.flows.remove(at: 1)
      $0.principals.remove(at: 2)
    },
    Example("a higher floor") {
      $0.flows[1].floor = try Ward.scheme().label("N//compartment=icu")
    },
    Example("a floor that releases to fewer") {
      $0.flows[1].floor = try Ward.scheme().label("U//rel=lab")
    },
    Example("a lower ceiling") {
      $0.flows[1].ceiling = try Ward.scheme().label("R//compartment=icu")
    },
    Example("an export") { $0.exports = [] },
    Example("a lower ceiling of an export") {
      $0.exports[0].ceiling = try Ward.scheme().label("U")
    },
    Example("a smaller release") { $0.exports[0].release.categories["rel"] = nil },
    Example("subjects of an export") { $0.exports[0].subject = "bed-1" },
    Example("an export for one link") { $0.exports[0].link = "link-icu" },
    Example("an import, its grants, and the deny that is idle then") {
      $0.imports = []
      $0.principals[2].subscribe.removeLast()
      $0.denies.removeLast()
    },
    Example("a lower ceiling of an import") {
      $0.imports[0].ceiling = try Ward.scheme().label("N//compartment=lab")
    },
    Example("a deny of a principal that nothing critical concerns") {
      $0.denies.append(Deny(principal: PrincipalID("icu", "scribe"), reason: "x"))
    },
    Example("a deny of whatever leaves") { $0.denies.append(Deny(action: .export, reason: "x")) },
    Example("a broader deny for a narrow one") {
      $0.denies[0] = Deny(principal: PrincipalID("icu", "scribe"), reason: "x")
    },
    Example("a reader of what is critical loses what is not") {
      $0.principals[1].subscribe = $0.principals[1].subscribe.filter { $0.flow.name == "vitals" }
      $0.exports = []
    },
    Example("a grant, and the rest in another order") {
      $0.principals[2].publish = []
      $0.principals.reverse()
      $0.flows.reverse()
      $0.denies.reverse()
    },
  ]

  @Test(arguments: narrowing)
  func `one key may take away`(_ example: Example) throws {
    let effect = try Self.effect(of: example.edit)
    #expect(effect.direction == .narrowing, "\(effect.widened)")
    #expect(effect.needsOneKey, "\(effect.reserved)")
  }

  static let reserved: [Example] = [
    Example("a critical flow with its grants") {
      $0.flows.remove(at: 0)
      $0.principals.removeFirst(2)
      $0.exports = []
    },
    Example("that a flow is critical") { $0.flows[0].isCritical = false },
    Example("a lower ceiling of a critical flow") {
      $0.flows[0].ceiling = try Ward.scheme().label("N//compartment=icu")
    },
    Example("who publishes what is critical") { $0.principals.remove(at: 0) },
    Example("who reads what is critical") { $0.principals.remove(at: 1) },
    Example("the grant of it") { $0.principals[0].publish = [] },
    Example("subjects of it") { $0.principals[0].publish[0].subject = "bed-1/pump" },
    Example("the key that signs it") { $0.principals[0].signingKeys = [] },
    Example("a class of the clearance of who reads it") {
      $0.principals[1].clearance.classifications = ClassificationSet([.restricted])
    },
    Example("an earlier end of who reads it") { $0.principals[1].expires -= 1 },
    Example("a clock put behind the end of who reads it") {
      $0.edition.expires = $0.principals[1].expires + 10
      $0.edition.issued = $0.principals[1].expires
    },
    Example("a purpose of who publishes it") { $0.principals[0].purposes = [] },
    Example("a deny of everything") { $0.denies.append(Deny(reason: "x")) },
    Example("a deny of the flow") {
      $0.denies.append(Deny(flow: FlowID("icu", "vitals"), reason: "x"))
    },
    Example("a deny of who reads it") {
      $0.denies.append(Deny(principal: PrincipalID("icu", "dashboard"), reason: "x"))
    },
    Example("a deny of delivery") { $0.denies.append(Deny(action: .deliver, reason: "x")) },
    Example("an earlier end of the document") { $0.edition.expires -= 1 },
    Example("a shorter grace") { $0.edition.grace -= 1 },
  ]

  @Test(arguments: reserved)
  func `the quorum alone may take from critical care`(_ example: Example) throws {
    let effect = try Self.effect(of: example.edit)
    #expect(!effect.needsOneKey && !effect.reserved.isEmpty)
  }

  static let widening: [Example] = [
    Example("a flow") {
      var flow = $0.flows[1]
      flow.name = "more"
      $0.flows.append(flow)
    },
    Example("a lower floor") { $0.flows[0].floor = try Ward.scheme().label("U") },
    Example("a higher ceiling") {
      $0.flows[1].ceiling = try Ward.scheme().label("V//compartment=icu//sensitivity=hiv")
    },
    Example("a ceiling of another kind, neither higher nor lower") {
      $0.flows[1].ceiling = try Ward.scheme().label("N//compartment=icu//sensitivity=psy")
    },
    Example("another default") {
      $0.flows[1].defaultLabel = try Ward.scheme().label("R//compartment=icu")
    },
    Example("a flow becomes critical") { $0.flows[1].isCritical = true },
    Example("a longer retention") { $0.flows[1].retention += 1 },
    Example("a shorter retention, which destroys") { $0.flows[1].retention = 0 },
    Example("another promise") { $0.flows[1].service = .stream },
    Example("a principal") {
      var principal = $0.principals[2]
      principal.name = "other"
      $0.principals.append(principal)
    },
    Example("another CURVE key") { $0.principals[2].curveKey = Keys.curve(9) },
    Example("another role") { $0.principals[1].role = .device },
    Example("a signing key") { $0.principals[2].signingKeys.append(try Keys.signing(5)) },
    Example("another signing key") { $0.principals[2].signingKeys[0] = try Keys.signing(5) },
    Example("a class of a clearance") {
      $0.principals[2].clearance.classifications = ClassificationSet([.normal, .restricted, .low])
    },
    Example("a category of a clearance") {
      $0.principals[2].clearance.categories["rel"] = ["cardiology", "lab"]
    },
    Example("a grant") { $0.principals[2].publish.append(Grant(FlowID("icu", "vitals"))) },
    Example("a longer subject") { $0.principals[2].publish[0].subject = "" },
    Example("another subject") { $0.principals[2].publish[0].subject = "bed-12" },
    Example("a later end of an entry") { $0.principals[2].expires += 1 },
    Example("a purpose") { $0.principals[2].purposes.append("fun") },
    Example("an export") {
      var export = $0.exports[0]
      export.flow = "notes"
      $0.exports.append(export)
    },
    Example("an export to another") { $0.exports[0].to = "lab" },
    Example("a higher ceiling of an export") {
      $0.exports[0].ceiling = try Ward.scheme().label("R//compartment=icu")
    },
    Example("a larger release") {
      $0.exports[0].release.categories["rel"] = ["cardiology", "lab"]
    },
    Example("an import") {
      var entry = $0.imports[0]
      entry.from = "cardiology"
      $0.imports.append(entry)
    },
    Example("another link of an import") { $0.imports[0].link = "link-other" },
    Example("a retention of an import") { $0.imports[0].retention = nil },
    Example("a deny is gone") { $0.denies.removeFirst() },
    Example("a deny of another's principal is gone where something crosses") {
      $0.denies.removeLast()
    },
    Example("a deny of less") { $0.denies[0].action = .publish },
    Example("a later end") { $0.edition.expires += 1 },
    Example("a longer grace") { $0.edition.grace += 1 },
    Example("an earlier issue") { $0.edition.issued -= 10 },
    Example("another site") { $0.site = "south" },
    Example("another compartment") { $0.compartment = "lab" },
    Example("case 41: much is taken away, and one grant given") {
      $0.exports = []
      $0.denies.append(Deny(action: .export, reason: "only narrows, it says"))
      $0.principals[2].publish = [Grant(FlowID("icu", "notes"), subject: "bed-1x")]
    },
  ]

  @Test(arguments: widening)
  func `whatever gives anything widens`(_ example: Example) throws {
    let effect = try Self.effect(of: example.edit)
    #expect(effect.direction == .widening && !effect.widened.isEmpty)
  }

  static let neutral: [Example] = [
    Example("nothing but the version") { _ in },
    Example("another order") {
      $0.principals.reverse()
      $0.flows.reverse()
      $0.denies.reverse()
      $0.principals[1].signingKeys.reverse()
      $0.principals[1].subscribe.reverse()
    },
    Example("another reason of a deny") { $0.denies[0].reason = "better said" },
    Example("a grant that another covers") {
      $0.principals[2].subscribe.append(Grant(FlowID("icu", "notes"), subject: "bed-3"))
    },
  ]

  @Test(arguments: neutral)
  func `what says the same is neutral, and needs the quorum`(_ example: Example) throws {
    let effect = try Self.effect(of: example.edit)
    #expect(effect.direction == .neutral && !effect.needsOneKey)
  }

  @Test func `a bound that the scheme no longer admits is not mended by one key`() throws {
    let old = try Self.policy()
    var new = old
    new.flows[1].ceiling = try Ward.scheme().label("R//compartment=icu")
    let scheme = try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, ["icu", "cardiology", "lab"])])
    #expect(PolicyEffect(of: new, after: old, under: scheme).direction == .widening)
  }
}
