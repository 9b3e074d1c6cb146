package import Cryptography
package import Labels
package import Policy

/// A small site made at random: three compartments, each with flows, principals of all roles and
/// links.
package struct RandomSite {
  package static let compartments = ["a", "b", "c"]
  package static let flowNames = ["f", "g"]
  package static let subjects = ["x", "x/y", "z", ""]
  package static let now: Int64 = 1_000_000

  package var charter: Charter
  package var policies: [CompartmentPolicy]
  package var restrictions = Restrictions()
  /// Documents of which ``restrictions`` has what they take away.
  package private(set) var withheld: (charters: [Charter], policies: [CompartmentPolicy]) = ([], [])

  package init(_ random: inout Random) throws {
    let scheme = try Self.scheme()
    charter = Charter(
      site: "s", edition: Self.edition(&random),
      roots: KeyQuorum(keys: [try Keys.signing(63)], threshold: 1), scheme: scheme)
    policies = []
    for (index, name) in Self.compartments.enumerated() {
      var entry = CharteredCompartment(
        name: name, authority: KeyQuorum(keys: [try Keys.signing(60 + index)], threshold: 1),
        endpoint: "tcp://127.0.0.1:\(7000 + index)", curveKey: Keys.curve(200 + index))
      entry.isClosed = random.chance(2)
      charter.compartments.append(entry)
    }
    charter.roots.keys = [try Keys.signing(59)]
    if random.chance(20) { charter.revocations.signingKeys = [try Self.signingKey(&random)] }
    if random.chance(10) { charter.revocations.curveKeys = [Keys.curve(random.below(30))] }
    for index in Self.compartments.indices {
      policies.append(try Self.policy(index, scheme, &random))
    }
    withhold(&random)
  }

  /// A vocabulary with every rule of validity that there is.
  package static func scheme() throws -> LabelScheme {
    try LabelScheme(
      policy: "s", classifications: ClassificationSet([.unrestricted, .low, .normal, .restricted]),
      tagSets: [
        TagSet("compartment", .restrictive, compartments),
        TagSet(
          "extra", kind: .restrictive, isSingleSelection: true,
          values: [
            TagValue("p"), TagValue("q", excluded: ClassificationSet([.unrestricted, .normal])),
            TagValue("old", isObsolete: true),
          ]),
        TagSet("rel", .permissive, ["m", "n"]), TagSet("to", .permissive, ["m", "k"]),
        TagSet("note", .informative, ["i", "j"]),
      ],
      requirements: [
        Requirement(
          when: ClassificationSet([.low]), .exactlyOne,
          of: [Category("note", "i"), Category("note", "j")]),
        Requirement(
          when: ClassificationSet([.low]), .oneOrMore,
          of: [Category("extra", "p"), Category("rel", "m"), Category("note", "i")]),
      ])
  }

  /// The cell of one compartment, with all others as peers.
  package func snapshot(of compartment: String) throws -> PolicySnapshot {
    let own = try own(compartment)
    return try PolicySnapshot(
      dangerouslyTrusting: PolicySet(
        charter: charter, own: own, peers: policies.filter { $0.compartment != compartment },
        restrictions: restrictions))
  }

  private func own(_ compartment: String) throws -> CompartmentPolicy {
    guard let own = policies.first(where: { $0.compartment == compartment }) else {
      throw DocumentFault(.unknownCompartment, at: compartment)
    }
    return own
  }

  /// Closures, revocations and denies of documents that may not grant.
  private mutating func withhold(_ random: inout Random) {
    if random.chance(10) {
      var next = charter
      next.revocations.curveKeys = [Keys.curve(random.below(30))]
      next.compartments[random.below(3)].isClosed = random.chance(20)
      withheld.charters.append(next)
      restrictions.add(next)
    }
    if random.chance(20) {
      var next = random.pick(policies)
      next.add(Self.deny(&random))
      withheld.policies.append(next)
      restrictions.add(next)
    }
  }

  // MARK: parts

  private static func edition(_ random: inout Random) -> Edition {
    let isFresh = random.chance(85)
    // Now and then later than the clock that asks.
    let issued = isFresh && random.chance(10) ? Int64(random.below(500)) - 100 : -1000
    return Edition(
      version: 1, previous: nil, issued: now + issued - Int64(random.below(100)),
      expires: now + (isFresh ? 1000 : -Int64(random.below(200))),
      grace: Int64(random.below(200)))
  }

  private static func policy(
    _ index: Int, _ scheme: LabelScheme, _ random: inout Random
  ) throws -> CompartmentPolicy {
    let home = compartments[index]
    var policy = CompartmentPolicy(site: "s", compartment: home, edition: edition(&random))
    for name in flowNames {
      let wide = random.chance(60) ? "R//compartment=\(home)//extra=p" : "N//compartment=\(home)"
      let low = random.pick(
        ["U", "U", "U", "U", "N//compartment=\(home)", "N//compartment=\(home)//rel=m"])
      let labels = (
        floor: try scheme.label(low), ceiling: try scheme.label(wide),
        default: try scheme.label("N//compartment=\(home)")
      )
      var flow = Flow(
        name: name, service: .event, labels: labels, retention: 60, isCritical: random.chance(50))
      if random.chance(15) { flow.equipment = [requirement(&random)] }
      policy.flows.append(flow)
    }
    let others = compartments.filter { $0 != home }
    for other in others {
      for flow in flowNames where random.chance(60) {
        policy.imports.append(
          Import(
            from: other, flow: flow, link: random.pick(["l1", "l2"]),
            ceiling: try ceiling(other, scheme, &random)))
      }
      // Only beside exports that all name a link may a principal of the other end be denied.
      let isNamed = random.chance(40)
      for flow in flowNames where random.chance(60) {
        var export = Export(
          flow: flow, to: other, link: isNamed ? random.pick(["l1", "l2"]) : nil,
          ceiling: try ceiling(home, scheme, &random), release: try clearance(scheme, &random))
        export.subject = random.chance(80) ? "" : random.pick(subjects)
        policy.exports.append(export)
      }
    }
    policy.principals = try principals(index, policy, scheme, &random)
    if random.chance(25) { policy.add(deny(&random)) }
    if random.chance(40) {
      // Who is to have what crosses, at the other end.
      let who = PrincipalID(random.pick(others), random.pick(["d1", "d2", "s1"]))
      let flow = FlowID(home, random.pick(flowNames))
      policy.add(Deny(principal: who, flow: flow, action: .deliver, reason: "test"))
    }
    return policy
  }

  private static func ceiling(
    _ compartment: String, _ scheme: LabelScheme, _ random: inout Random
  ) throws -> Label {
    try scheme.label(
      random.pick(
        [
          "R//compartment=\(compartment)//extra=p", "R//compartment=\(compartment)",
          "N//compartment=\(compartment)",
        ]))
  }

  package static func clearance(_ scheme: LabelScheme, _ random: inout Random) throws -> Clearance {
    let classes: [UInt8] = random.pick([[0, 3, 4], [0, 3, 4], [0, 3], [3, 4], [4]])
    var clearance = Clearance(
      policy: "s",
      classifications: ClassificationSet(classes.compactMap { Classification(rawValue: $0) }))
    for name in compartments where random.chance(85) {
      clearance.categories.insert(Category("compartment", name))
    }
    if random.chance(70) { clearance.categories.insert(Category("extra", "p")) }
    for name in ["m", "n"] where random.chance(70) {
      clearance.categories.insert(Category("rel", name))
    }
    if random.chance(70) { clearance.categories.insert(Category("to", "m")) }
    if random.chance(3) { clearance.policy = "t" }
    return clearance
  }

  private static func principals(
    _ index: Int, _ policy: CompartmentPolicy, _ scheme: LabelScheme, _ random: inout Random
  ) throws -> [Principal] {
    let names: [(String, Role)] = [
      ("d1", .device), ("d2", .adapter), ("s1", .subscriber), ("l1", .link), ("l2", .link),
      ("o1", .officer),
    ]
    let own = policy.flows.map { FlowID(policy.compartment, $0.name) }
    let reachable = own + policy.imports.map { FlowID($0.from, $0.flow) }
    return try names.enumerated().map { place, entry in
      // Nothing forbids that the policies of two compartments name one key.
      let home = random.chance(6) ? random.below(3) : index
      var principal = Principal(
        name: entry.0, role: entry.1, curveKey: Keys.curve(home * 10 + place),
        clearance: try clearance(scheme, &random),
        expires: now + (random.chance(92) ? 500 : -Int64(random.below(100))))
      if entry.1.mayPublish {
        principal.signingKeys = [try Keys.signing(index * 10 + place)]
        principal.publish = grants(own, &random)
      }
      if entry.1.maySubscribe { principal.subscribe = grants(reachable, &random) }
      principal.purposes = random.some(["treatment", "research"], 60)
      if random.chance(60) {
        var equipment = Equipment(maker: random.pick(["x", "y"]), model: "m")
        equipment.country = random.pick([nil, "FR", "US"])
        principal.equipment = equipment
      }
      return principal
    }
  }

  private static func grants(_ flows: [FlowID], _ random: inout Random) -> [Grant] {
    random.some(flows, 75).flatMap { flow in
      Set(random.some(subjects, 60)).sorted().map { Grant(flow, subject: $0) }
    }
  }

  package static func deny(_ random: inout Random) -> Deny {
    var deny = Deny(
      principal: random.chance(70) ? principal(&random) : nil,
      flow: random.chance(70) ? flow(&random) : nil,
      action: random.chance(70) ? random.pick(Action.allCases) : nil, reason: "test")
    if random.chance(20) { deny.equipment = requirement(&random) }
    return deny
  }

  /// Of a maker, or a country, or both.
  package static func requirement(_ random: inout Random) -> EquipmentRequirement {
    var requirement = EquipmentRequirement()
    if random.chance(70) { requirement.maker = random.pick(["x", "y"]) }
    if requirement.maker == nil || random.chance(30) { requirement.countries = ["FR"] }
    return requirement
  }

  package static func principal(_ random: inout Random) -> PrincipalID {
    PrincipalID(
      random.pick(compartments), random.pick(["d1", "d2", "s1", "l1", "l2", "o1", "x"]))
  }

  /// The key of one of the publishers.
  package static func signingKey(_ random: inout Random) throws -> KeyID {
    try Keys.signing(random.below(3) * 10 + random.below(2)).keyID
  }

  package static func flow(_ random: inout Random) -> FlowID {
    FlowID(random.pick(compartments), random.pick(["f", "f", "g", "g", "h"]))
  }
}

extension CompartmentPolicy {
  /// Adds a deny if the policy may have it.
  package mutating func add(_ deny: Deny) {
    let before = self
    denies.append(deny)
    if (try? check()) == nil { self = before }
  }
}
