import Labels
import Policy
import PolicyTesting
import Testing

/// The theorems of the decision, on sites and questions made from a seed.
@Suite struct PropertyTests {
  /// Asks `count` questions of each of `sites` random sites.
  private func forEachQuestion(
    seed: UInt64, sites: Int, count: Int,
    _ body: (inout Random, RandomSite, String, Question) throws -> Void
  ) throws {
    var random = Random(seed: seed)
    for _ in 0..<sites {
      let site = try RandomSite(&random)
      for _ in 0..<count {
        let home = random.pick(RandomSite.compartments)
        let question = try RandomSite.question(home, site.charter.scheme, &random)
        try body(&random, site, home, question)
      }
    }
  }

  /// Permits among the questions of one site, with all three cells compiled once.
  private func cells(_ site: RandomSite) throws -> [String: PolicySnapshot] {
    var cells: [String: PolicySnapshot] = [:]
    for name in RandomSite.compartments { cells[name] = try site.snapshot(of: name) }
    return cells
  }

  @Test func `the decision is that of the oracle`() throws {
    var random = Random(seed: 1)
    var permits: [Action: Int] = [:]
    for _ in 0..<400 {
      let site = try RandomSite(&random)
      let cells = try cells(site)
      for _ in 0..<300 {
        let home = random.pick(RandomSite.compartments)
        let question = try RandomSite.question(home, site.charter.scheme, &random)
        let decision = try #require(cells[home]).decide(question)
        let isRight = decision.isPermit == Oracle(site: site, home: home).permits(question)
        #expect(isRight, "\(home): \(question) \(decision)")
        if decision.isPermit { permits[question.action, default: 0] += 1 }
      }
    }
    for action in Action.allCases { #expect(permits[action, default: 0] > 50, "\(action)") }
  }

  @Test func `default deny: without grants and agreements nothing is permitted`() throws {
    try forEachQuestion(seed: 2, sites: 60, count: 20) { _, site, home, question in
      var bare = site
      for index in bare.policies.indices {
        bare.policies[index].exports = []
        bare.policies[index].denies = []
        for place in bare.policies[index].principals.indices {
          bare.policies[index].principals[place].publish = []
          bare.policies[index].principals[place].subscribe = []
        }
      }
      let decision = try bare.snapshot(of: home).decide(question)
      #expect(!decision.isPermit)
    }
  }

  @Test func `deny trumps: what a deny covers is denied, whatever else is granted`() throws {
    try forEachQuestion(seed: 3, sites: 60, count: 20) { random, site, home, question in
      var denied = site
      let place = try #require(denied.policies.firstIndex { $0.compartment == home })
      let action: Action? = random.chance(50) ? question.action : nil
      denied.policies[place].denies.append(
        Deny(
          principal: random.chance(50) ? question.principal : nil,
          flow: random.chance(50) ? question.flow : nil, action: action, reason: "test"))
      guard (try? denied.policies[place].check()) != nil else { return }
      let decision = try denied.snapshot(of: home).decide(question)
      #expect(!decision.isPermit)
    }
  }

  @Test func `order does not matter`() throws {
    try forEachQuestion(seed: 4, sites: 100, count: 10) { random, site, home, question in
      var shuffled = site
      shuffled.policies.shuffle(using: &random)
      shuffled.charter.compartments.shuffle(using: &random)
      for index in shuffled.policies.indices { shuffled.policies[index].shuffle(&random) }
      let before = try site.snapshot(of: home).decide(question)
      let after = try shuffled.snapshot(of: home).decide(question)
      #expect(before.reason == after.reason)
    }
  }

  @Test func `saying a deny twice does not matter, and saying anything else twice is refused`()
    throws
  {
    try forEachQuestion(seed: 5, sites: 60, count: 10) { _, site, home, question in
      var twice = site
      for index in twice.policies.indices {
        twice.policies[index].denies += site.policies[index].denies
      }
      let before = try site.snapshot(of: home).decide(question)
      let after = try twice.snapshot(of: home).decide(question)
      #expect(after.reason == before.reason)
    }
  }

  @Test func `monotone: taking away never turns a deny into a permit`() throws {
    var random = Random(seed: 6)
    var cut = 0
    for _ in 0..<400 {
      let site = try RandomSite(&random)
      var narrowed = site
      narrowed.narrow(&random)
      let (before, after) = (try cells(site), try cells(narrowed))
      for _ in 0..<150 {
        let home = random.pick(RandomSite.compartments)
        let question = try RandomSite.question(home, site.charter.scheme, &random)
        let was = try #require(before[home]).decide(question).isPermit
        let isNow = try #require(after[home]).decide(question).isPermit
        #expect(was || !isNow, "\(home): \(question)")
        cut += was && !isNow ? 1 : 0
      }
    }
    #expect(cut > 200)
  }

  @Test func `the same question gets the same answer`() throws {
    try forEachQuestion(seed: 7, sites: 30, count: 10) { _, site, home, question in
      let snapshot = try site.snapshot(of: home)
      #expect(snapshot.decide(question) == snapshot.decide(question))
      #expect(snapshot.explain(question).decision == snapshot.decide(question))
    }
  }
}

extension CompartmentPolicy {
  fileprivate mutating func shuffle(_ random: inout Random) {
    flows.shuffle(using: &random)
    principals.shuffle(using: &random)
    exports.shuffle(using: &random)
    imports.shuffle(using: &random)
    denies.shuffle(using: &random)
    for index in principals.indices {
      principals[index].publish.shuffle(using: &random)
      principals[index].subscribe.shuffle(using: &random)
      principals[index].purposes.shuffle(using: &random)
    }
  }
}

extension RandomSite {
  /// Takes something away, at random.
  mutating func narrow(_ random: inout Random) {
    let index = random.below(policies.count)
    let before = policies[index]
    // A deny that has nothing left to act on makes a policy none.
    defer { if (try? policies[index].check()) == nil { policies[index] = before } }
    switch random.below(11) {
    case 0: policies[index].add(Self.deny(&random))
    case 10:
      if let key = try? Self.signingKey(&random) { charter.revocations.signingKeys.insert(key) }
    case 1: charter.revocations.curveKeys.insert(Keys.curve(random.below(30)))
    case 2: policies[index].narrowEdition()
    case 3: charter.compartments[index].isClosed = true
    case 4: restrictions.revocations.curveKeys.insert(Keys.curve(random.below(30)))
    case 5: policies[index].exports.removeAll { _ in random.chance(50) }
    case 6: policies[index].narrowLinks(&random)
    case 7: policies[index].narrowFlows(&random)
    case 8: restrictions.denies[Self.compartments[index], default: []].append(Self.deny(&random))
    default: policies[index].narrowPrincipals(&random)
    }
  }
}

extension CompartmentPolicy {
  fileprivate mutating func narrowEdition() {
    edition.expires = min(edition.expires, edition.issued + 900)
    edition.grace = 0
  }

  fileprivate mutating func narrowLinks(_ random: inout Random) {
    let low = Label(policy: "s", classification: .unrestricted)
    for index in exports.indices where random.chance(50) {
      if random.chance(50) { exports[index].ceiling = low } else { exports[index].subject = "x/y" }
    }
    for index in exports.indices where random.chance(30) {
      exports[index].release.classifications = ClassificationSet([.unrestricted])
    }
    for index in imports.indices where random.chance(50) { imports[index].ceiling = low }
  }

  fileprivate mutating func narrowFlows(_ random: inout Random) {
    for index in flows.indices where random.chance(50) {
      if random.chance(50) {
        flows[index].floor.classification = .restricted
        flows[index].floor.restrictive = [Category("compartment", compartment)]
      } else {
        flows[index].ceiling.classification = .unrestricted
      }
      if random.chance(50) { flows[index].isCritical = false }
    }
  }

  fileprivate mutating func narrowPrincipals(_ random: inout Random) {
    for index in principals.indices where random.chance(50) {
      switch random.below(5) {
      case 0: principals[index].expires -= 600
      case 1: principals[index].publish.removeAll { _ in random.chance(50) }
      case 2: principals[index].subscribe.removeAll { _ in random.chance(50) }
      case 3: principals[index].clearance.categories["rel"] = nil
      default: principals[index].purposes = []
      }
    }
  }
}
