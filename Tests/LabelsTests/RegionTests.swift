import Labels
import Testing

/// Regions against every label of small schemes: a region is the set of labels that meet its
/// conditions, to the label.
@Suite struct RegionTests {
  private static let levels: [Classification] = [.unrestricted, .normal, .veryRestricted]

  @Test func `a region holds exactly the labels that meet its conditions`() throws {
    var random = SplitMix(seed: 21)
    var (members, empty) = (0, 0)
    for _ in 0..<40 {
      let scheme = try Self.scheme(&random)
      let space = LabelSpace([scheme])
      let bounds = Bounds(scheme, &random)
      let region = bounds.region(in: space)
      var isInhabited = false
      for label in Self.labels(scheme.policy) {
        var one = region
        one.keepOnly(label)
        let isMember = bounds.admits(label)
        isInhabited = isInhabited || isMember
        members += isMember ? 1 : 0
        #expect(try one.isEmpty() != isMember, "\(label) \(bounds)")
      }
      let witness = try region.witness()
      #expect((witness != nil) == isInhabited, "\(bounds)")
      if let witness { #expect(bounds.admits(witness), "\(witness) \(bounds)") }
      empty += witness == nil ? 1 : 0
    }
    #expect(members > 300 && empty > 3 && empty < 35, "\(members) \(empty)")
  }

  @Test func `a difference holds exactly what is in the one and in none of the others`() throws {
    var random = SplitMix(seed: 22)
    var (members, whole) = (0, 0)
    for number in 0..<50 {
      let scheme = try Self.scheme(&random)
      let other = number % 2 == 0 ? scheme : try Self.scheme(&random)
      let space = LabelSpace([scheme, other])
      let mine = Bounds(scheme, &random)
      let others = [Bounds(other, &random), Bounds(scheme, &random)]
      let pieces = try mine.region(in: space).subtracting(others.map { $0.region(in: space) })
      for label in Self.labels(scheme.policy) {
        let isThere = mine.admits(label) && !others.contains { $0.admits(label) }
        let isFound = try pieces.contains { piece in
          var one = piece
          one.keepOnly(label)
          return try !one.isEmpty()
        }
        #expect(isFound == isThere, "\(label)")
        members += isThere ? 1 : 0
      }
      whole += pieces.isEmpty ? 0 : 1
    }
    #expect(members > 200 && whole > 10, "\(members) \(whole)")
  }

  @Test func `the limits of a label are limits of a region`() throws {
    let values = (0...LabelLimit.labelValuesMax).map { "v\($0)" }
    func scheme(_ count: Int) throws -> LabelScheme {
      let categories =
        [Category("compartment", "c")] + values.prefix(count).map { Category("s", $0) }
      return try LabelScheme(
        policy: "p", classifications: .all,
        tagSets: [TagSet("compartment", .restrictive, ["c"]), TagSet("s", .restrictive, values)],
        requirements: [Requirement(when: .all, .all, of: categories)])
    }
    let fits = try scheme(LabelLimit.labelValuesMax - 1)
    #expect(try !LabelRegion(of: fits, in: LabelSpace([fits])).isEmpty())
    let exceeds = try scheme(LabelLimit.labelValuesMax)
    #expect(try LabelRegion(of: exceeds, in: LabelSpace([exceeds])).isEmpty())
    let ids = (0..<LabelLimit.labelTagSetsMax).map { "t\($0)" }
    let many = try LabelScheme(
      policy: "p", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, ["c"])]
        + ids.map { TagSet($0, .informative, ["v"]) },
      requirements: [
        Requirement(
          when: .all, .all, of: ids.map { Category($0, "v") } + [Category("compartment", "c")])
      ])
    #expect(try LabelRegion(of: many, in: LabelSpace([many])).isEmpty())
  }

  @Test func `a puzzle of rules ends undecided, never as a no`() throws {
    // More pigeons than holes: each pigeon in one hole, no hole with two.
    let (pigeons, holes) = (10, 9)
    let values = (0..<pigeons).map { pigeon in (0..<holes).map { "p\(pigeon)h\($0)" } }
    var requirements = values.map { row in
      Requirement(when: .all, .oneOrMore, of: row.map { Category("s", $0) })
    }
    for hole in 0..<holes {
      requirements.append(
        Requirement(when: .all, .exactlyOne, of: values.map { Category("s", $0[hole]) }))
    }
    let scheme = try LabelScheme(
      policy: "p", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["c"]),
        TagSet("s", .restrictive, values.flatMap(\.self)),
      ], requirements: requirements)
    #expect(throws: RegionUndecided.self) {
      try LabelRegion(of: scheme, in: LabelSpace([scheme])).witness()
    }
  }

  @Test func `a region in words says what its labels carry and may carry`() throws {
    let scheme = try LabelScheme(
      policy: "p", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["icu", "lab"]),
        TagSet("sensitivity", .restrictive, ["psy", "hiv"]),
      ])
    var region = LabelRegion(of: scheme, in: LabelSpace([scheme]))
    region.keepAtLeast(scheme.compile(try scheme.label("N//compartment=icu")))
    region.keepAtMost(scheme.compile(try scheme.label("R//compartment=icu//sensitivity=psy")))
    #expect(try RegionText(region).description == "N,R with compartment=icu, also sensitivity=psy")
  }

  // MARK: small schemes

  private static func scheme(_ random: inout SplitMix) throws -> LabelScheme {
    var tagSets = [
      TagSet("compartment", .restrictive, ["a", "b"]), TagSet("s", .restrictive, ["p", "q"]),
      TagSet("r", .permissive, ["m", "n"]), TagSet("t", .permissive, ["u"]),
      TagSet("i", .informative, ["x"]),
    ]
    for place in tagSets.indices {
      tagSets[place].isSingleSelection = random.chance(20)
      for value in tagSets[place].values.indices {
        tagSets[place].values[value].isObsolete = random.chance(4)
        if random.chance(10) {
          tagSets[place].values[value].excluded = ClassificationSet([random.pick(levels)])
        }
      }
    }
    let all = tagSets.flatMap { set in set.values.map { Category(set.id, $0.name) } }
    let requirements = (0..<3).filter { _ in random.chance(40) }.map { _ in
      Requirement(
        when: ClassificationSet(levels.filter { _ in random.chance(50) }),
        random.pick(Requirement.Operation.allCases),
        of: (0...random.below(3)).map { _ in random.pick(all) })
    }
    return try LabelScheme(
      policy: random.chance(95) ? "p" : "q",
      classifications: ClassificationSet(random.chance(85) ? levels : [.unrestricted, .normal]),
      tagSets: tagSets, requirements: requirements)
  }

  fileprivate static func labels(_ policy: String) -> [Label] {
    var labels: [Label] = []
    for level in levels {
      for compartments in subsets(["a", "b"]) {
        for sensitivities in subsets(["p", "q"]) {
          for list in [nil, [], ["m"], ["n"], ["m", "n"]] as [[String]?] {
            for second in [nil, [], ["u"]] as [[String]?] {
              for note in subsets(["x"]) {
                var label = Label(policy: policy, classification: level)
                if !compartments.isEmpty { label.restrictive["compartment"] = compartments }
                if !sensitivities.isEmpty { label.restrictive["s"] = sensitivities }
                label.permissive["r"] = list
                label.permissive["t"] = second
                if !note.isEmpty { label.informative["i"] = note }
                labels.append(label)
              }
            }
          }
        }
      }
    }
    return labels
  }

  private static func subsets(_ values: [String]) -> [[String]] {
    values.reduce([[]]) { sets, value in sets + sets.map { $0 + [value] } }
  }
}

/// Conditions on labels, compiled, and as a region.
private struct Bounds: CustomStringConvertible {
  let scheme: LabelScheme
  let floor: CompiledLabel
  let ceiling: CompiledLabel
  let clearances: [CompiledClearance]
  let tag: CategoryHandle?
  let description: String

  init(_ scheme: LabelScheme, _ random: inout SplitMix) {
    self.scheme = scheme
    let labels = RegionTests.labels(scheme.policy).filter { scheme.refusal(of: $0) == nil }
    let low = Label(policy: scheme.policy, classification: .unrestricted)
    let floorLabel = random.chance(50) ? low : labels.isEmpty ? low : random.pick(labels)
    var ceilingLabel = labels.isEmpty ? low : random.pick(labels)
    for _ in 0..<4 where !labels.isEmpty {
      let other = random.pick(labels)
      if other.restrictive.valueCount > ceilingLabel.restrictive.valueCount { ceilingLabel = other }
    }
    floor = scheme.compile(floorLabel)
    ceiling = scheme.compile(ceilingLabel)
    let held = (0...random.below(3)).map { _ in
      var clearance = Clearance(policy: scheme.policy, classifications: .all)
      for (set, value) in [
        ("compartment", "a"), ("compartment", "b"), ("s", "p"), ("s", "q"), ("r", "m"), ("r", "n"),
        ("t", "u"),
      ] where random.chance(75) { clearance.categories.insert(Category(set, value)) }
      return clearance
    }
    clearances = held.map { scheme.compile($0) }
    tag = random.chance(50) ? scheme.handle(Category("compartment", "a")) : nil
    isTagged = random.chance(60)
    description = "\(floorLabel) \(ceilingLabel) \(held)"
  }

  private let isTagged: Bool

  func region(in space: LabelSpace) -> LabelRegion {
    var region = LabelRegion(of: scheme, in: space)
    region.keepAtLeast(floor)
    region.keepAtMost(ceiling)
    for clearance in clearances { region.keepDominated(by: clearance) }
    if isTagged { region.keepCarryingAboveU(tag) }
    return region
  }

  func admits(_ label: Label) -> Bool {
    let compiled = scheme.compile(label)
    guard compiled.refusal == nil, compiled.isAtLeast(floor), compiled.isAtMost(ceiling),
      clearances.allSatisfy({ $0.refusal(of: compiled) == nil })
    else { return false }
    guard isTagged, label.classification > .unrestricted else { return true }
    return tag.map { compiled.carries($0) } ?? false
  }
}

/// The same cases at every run.
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
