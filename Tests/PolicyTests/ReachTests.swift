import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

/// Reach against brute force: every label of a small scheme, every subject that the policies tell
/// apart, every publisher and every way, each asked of the real decision.
@Suite struct ReachTests {
  static let subjects = ["any", "x", "x/y", "z", "q"]

  @Test func `who receives what is what brute force finds, label by label`() throws {
    var random = Random(seed: 11)
    var (asked, reached, crossed) = (0, 0, 0)
    for number in 0..<16 {
      let (cells, schemes) = try Self.cells(&random, mixed: number % 3 == 2)
      let site = ReachSite(cells, at: RandomSite.now)
      let brute = BruteForce(cells, at: RandomSite.now)
      for label in BruteForce.labels(schemes) {
        var scope = ReachScope()
        scope.label = .label(label)
        let paths = try site.paths(scope)
        let found = Set(
          paths.compactMap { path in
            path.receiver.map { ReachEdge(principal: $0, flow: path.flow) }
          })
        #expect(found == brute.reached(label), "site \(number) label \(label)")
        #expect(paths.allSatisfy { $0.label == label })
        asked += 1
        reached += found.count
        crossed += found.count { $0.principal.compartment != $0.flow.compartment }
      }
    }
    #expect(asked > 6_000 && reached > 500 && crossed > 50, "\(asked) \(reached) \(crossed)")
  }

  @Test func `patterns find a path exactly if brute force does`() throws {
    var random = Random(seed: 12)
    var (proved, refuted) = (0, 0)
    for number in 0..<16 {
      let (cells, schemes) = try Self.cells(&random, mixed: number % 3 == 2)
      let site = ReachSite(cells, at: RandomSite.now)
      let brute = BruteForce(cells, at: RandomSite.now)
      let reached = BruteForce.labels(schemes).map { ($0, brute.reached($0)) }
      let patterns: [LabelPattern?] = [
        nil, .classification(.restricted), .category(Category("extra", "p")),
        .category(Category("rel", "m")), .category(Category("compartment", "b")),
      ]
      for pattern in patterns {
        var edges: Set<ReachEdge> = []
        for (label, found) in reached where Self.matches(label, pattern) {
          edges.formUnion(found)
        }
        for from in RandomSite.compartments {
          for to in RandomSite.compartments {
            var scope = ReachScope()
            scope.source = .compartment(from)
            scope.receiver = .compartment(to)
            scope.label = pattern
            let isReached = edges.contains {
              $0.flow.compartment == from && $0.principal.compartment == to
            }
            switch try site.proveNoPath(scope) {
            case .proved(let proof):
              #expect(!isReached, "site \(number) \(from) \(to)")
              #expect(!proof.cuts.isEmpty)
              proved += 1
            case .refuted(let path):
              #expect(isReached, "site \(number) \(from) \(to)")
              #expect(Self.isPermitted(path, cells))
              refuted += 1
            }
          }
        }
      }
    }
    #expect(proved > 400 && refuted > 60, "\(proved) \(refuted)")
  }

  @Test func `every step of a path is permitted by the decision, and names its rule`() throws {
    var random = Random(seed: 13)
    var steps = 0
    for _ in 0..<80 {
      let (cells, _) = try Self.cells(&random, mixed: false)
      let site = ReachSite(cells, at: RandomSite.now, purpose: "treatment")
      for path in try site.paths(ReachScope()) {
        #expect(Self.isPermitted(path, cells))
        for step in path.steps {
          let isReading = [.subscribe, .deliver].contains(step.question.action)
          #expect((step.question.purpose == "treatment") == isReading)
          steps += 1
        }
      }
    }
    #expect(steps > 400)
  }

  /// Three cells, of which some decide by other documents than the rest.
  static func cells(
    _ random: inout Random, mixed: Bool
  ) throws -> (cells: [PolicySnapshot], schemes: [LabelScheme]) {
    var site = try RandomSite(&random)
    site.charter.scheme = try scheme(&random)
    for place in site.policies.indices where random.chance(50) {
      site.policies[place].principals[0].signingKeys.append(try Keys.signing(30 + place))
    }
    var other = site
    if mixed {
      other.narrow(&random)
      other.narrow(&random)
      other.charter.scheme = try scheme(&random)
    }
    let cells = try RandomSite.compartments.map { name in
      try (random.chance(50) ? site : other).snapshot(of: name)
    }
    return (cells, mixed ? [site.charter.scheme, other.charter.scheme] : [site.charter.scheme])
  }

  /// The scheme of the random sites with rules of validity at random.
  static func scheme(_ random: inout Random) throws -> LabelScheme {
    let classes: [Classification] = [.unrestricted, .normal, .restricted]
    // Of the random sites' vocabulary what brute force enumerates.
    var tagSets = [
      TagSet("compartment", .restrictive, RandomSite.compartments),
      TagSet("extra", .restrictive, ["p"]), TagSet("rel", .permissive, ["m", "n"]),
      TagSet("to", .permissive, ["m"]), TagSet("note", .informative, ["i"]),
    ]
    for place in tagSets.indices {
      if random.chance(20) { tagSets[place].isSingleSelection = true }
      for value in tagSets[place].values.indices {
        if random.chance(3) { tagSets[place].values[value].isObsolete = true }
        if random.chance(8) {
          tagSets[place].values[value].excluded = ClassificationSet([random.pick(classes)])
        }
      }
    }
    if random.chance(10) { tagSets.removeLast() }
    let all = tagSets.flatMap { set in set.values.map { Category(set.id, $0.name) } }
    let requirements = random.some([0, 1, 2], 20).map { _ in
      Requirement(
        when: ClassificationSet(random.some(classes, 50)),
        random.pick(Requirement.Operation.allCases),
        of: (0...random.below(3)).map { _ in random.pick(all) })
    }
    return try LabelScheme(
      policy: "s", classifications: ClassificationSet(classes), tagSets: tagSets,
      requirements: requirements)
  }

  static func matches(_ label: Label, _ pattern: LabelPattern?) -> Bool {
    switch pattern {
    case nil: true
    case .classification(let level): label.classification == level
    case .category(let category): CategoryKind.allCases.contains { label[$0].contains(category) }
    case .label(let one): label == one
    }
  }

  private static func isPermitted(_ path: ReachPath, _ cells: [PolicySnapshot]) -> Bool {
    path.steps.allSatisfy { step in
      guard let cell = cells.first(where: { $0.compartment == step.cell }),
        case .permit(let rule) = cell.decide(step.question)
      else { return false }
      return cell.text(of: rule) == step.rule && !step.rule.isEmpty
    }
  }
}
