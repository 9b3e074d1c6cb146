package import Labels
package import Policy

extension RandomSite {
  /// A question for the cell of `home`, rather often one with a chance.
  package static func question(_ home: String, _ scheme: LabelScheme, _ random: inout Random) throws
    -> Question
  {
    var question = Question(
      // An import has the most conditions to meet.
      random.pick(Action.allCases + [.import]), by: principal(&random), on: flow(&random),
      at: now + Int64(random.below(700)) - 300)
    if random.chance(80) {
      let isForeign = question.action == .export
      let others = compartments.filter { $0 != home }
      question.principal = PrincipalID(
        isForeign ? random.pick(others) : home,
        random.pick(isForeign || question.action == .import ? ["l1", "l2"] : ["d1", "d2", "s1"]))
      let mayBeForeign = [.import, .deliver, .subscribe].contains(question.action)
      let flowHome = mayBeForeign ? random.pick(others) : home
      let isOwn = question.action != .import && random.chance(70)
      question.flow = FlowID(
        isOwn ? home : flowHome, question.flow.name == "h" ? "f" : question.flow.name)
    }
    question.label = try label(question.flow.compartment, &random)
    question.subject = random.pick(["x", "x", "x/y", "z", "q", "", "x/../y"])
    question.signer = signer(question, &random)
    if random.chance(40) { question.signingKey = try signingKey(&random) }
    if random.chance(40) { question.issuedAt = now + Int64(random.below(700)) - 300 }
    question.purpose = random.chance(70) ? nil : random.pick(["treatment", "research", "fun"])
    question.isNew = random.chance(20)
    return question
  }

  private static func signer(_ question: Question, _ random: inout Random) -> PrincipalID? {
    guard random.chance(85) else { return random.chance(50) ? nil : principal(&random) }
    guard question.action == .import else { return question.principal }
    return PrincipalID(question.flow.compartment, random.pick(["d1", "d2"]))
  }

  package static func label(_ compartment: String, _ random: inout Random) throws -> Label? {
    guard random.chance(97) else { return nil }
    var label = Label(
      policy: random.chance(98) ? "s" : "t",
      classification: random.pick([.unrestricted, .normal, .normal, .restricted, .low]))
    if random.chance(90) { label.restrictive.insert(Category("compartment", compartment)) }
    if random.chance(8) {
      label.restrictive.insert(Category("compartment", random.pick(compartments)))
    }
    if random.chance(20) { label.restrictive.insert(Category("extra", "p")) }
    if random.chance(30) { label.permissive["rel"] = random.some(["m", "n"], 60) }
    if random.chance(5) { label.permissive["to"] = random.some(["m", "k"], 80) }
    if random.chance(40) { label.informative["note"] = [random.pick(["i", "j"])] }
    for _ in 0..<2 where random.chance(9) { label.spoil(&random) }
    return label
  }

  /// A question to a cell of this site, often at the very second at which something ends.
  package func question(_ home: String, _ random: inout Random) throws -> Question {
    var question = try Self.question(home, charter.scheme, &random)
    if random.chance(20) { question.time = turningPoint(&random) }
    if random.chance(10) { question.issuedAt = turningPoint(&random) }
    return question
  }

  private func turningPoint(_ random: inout Random) -> Int64 {
    let policy = random.pick(policies)
    let edition = random.chance(30) ? charter.edition : policy.edition
    let expiry = random.pick(policy.principals).expires
    return random.pick([edition.issued, edition.expires, edition.expires + edition.grace, expiry])
      + Int64(random.below(3)) - 1
  }
}

extension Label {
  /// Breaks one rule of validity, or one of encoding.
  fileprivate mutating func spoil(_ random: inout Random) {
    switch random.below(13) {
    case 0: classification = .veryRestricted
    case 1: restrictive.insert(Category("extra", random.pick(["q", "old", "none"])))
    case 2: restrictive["extra"] = []
    case 3: restrictive["extra"] = random.pick([["p", "q"], ["none", "old"], ["p", "No"]])
    case 4: permissive.insert(Category("extra", random.pick(["p", "none", "N o"])))
    case 5: restrictive.insert(Category("rel", "m"))
    case 6: informative["unknown"] = random.pick([[], ["x"], ["X"]])
    case 7: restrictive["Compartment"] = random.pick([[], ["a"]])
    case 8: informative["note"] = random.pick([["i", "j"], [], ["p"]])
    case 9: restrictive["compartment"] = random.pick([nil, [], ["nowhere"]])
    case 10: permissive["rel"] = (0..<41).map { "v\($0)" }
    case 11: for number in 0..<17 { informative["t\(number)"] = ["x"] }
    default: informative["rel"] = ["n", "zz"]
    }
  }
}
