import Labels
import Testing

/// Every label and clearance over a small vocabulary, against a model written without looking at
/// the code: sets of strings and the words of the standard.
@Suite struct LatticeTests {
  @Test func `dominance equals the naive model everywhere`() throws {
    let scheme = try Small.scheme()
    let labels = Small.labels(secondList: true)
    let clearances = Small.clearances()
    var differences = 0
    var permitted = 0
    for label in labels {
      let compiled = scheme.compile(label.label)
      for clearance in clearances {
        let verdict = scheme.compile(clearance.clearance).refusal(of: compiled) == nil
        permitted += verdict ? 1 : 0
        differences += verdict == Small.mayRead(clearance, label) ? 0 : 1
      }
    }
    #expect(differences == 0)
    #expect(permitted > 1000 && permitted < labels.count * clearances.count / 2)
  }

  @Test func `who may read a join may read both, if cleared downward`() throws {
    let scheme = try Small.scheme()
    let labels = Small.labels(secondList: false).filter { scheme.refusal(of: $0.label) == nil }
    let clearances = Small.clearances().filter(\.isDownward).map { scheme.compile($0.clearance) }
    var broken = 0
    var readable = 0
    for left in labels {
      for right in labels {
        let joined = try #require(left.label.joined(with: right.label))
        let three = [joined, left.label, right.label].map { scheme.compile($0) }
        for clearance in clearances where clearance.refusal(of: three[0]) == nil {
          readable += 1
          broken += three[1...].allSatisfy { clearance.refusal(of: $0) == nil } ? 0 : 1
        }
      }
    }
    #expect(broken == 0)
    #expect(readable > 1000)
  }

  @Test func `joining is idempotent, commutative and associative`() throws {
    let labels = Small.labels(secondList: false).map(\.label)
    for (index, left) in labels.enumerated() {
      #expect(left.joined(with: left) == left)
      let right = labels[(index * 7 + 3) % labels.count]
      let third = labels[(index * 11 + 5) % labels.count]
      #expect(left.joined(with: right) == right.joined(with: left))
      let first = left.joined(with: right)?.joined(with: third)
      #expect(first == right.joined(with: third).flatMap(left.joined(with:)))
    }
  }

  @Test func `validity and bounds equal the naive model for every two labels`() throws {
    let scheme = try Small.scheme()
    let labels = Small.labels(secondList: true)
    let compiled = labels.map { scheme.compile($0.label) }
    var differences = 0
    var within = (floors: 0, ceilings: 0)
    for (left, leftCompiled) in zip(labels, compiled) {
      differences += (leftCompiled.refusal == nil) == Small.isValid(left) ? 0 : 1
      for (right, rightCompiled) in zip(labels, compiled) {
        let isAtLeast = leftCompiled.isAtLeast(rightCompiled)
        let isAtMost = leftCompiled.isAtMost(rightCompiled)
        differences += isAtLeast == Small.isAtLeast(left, right) ? 0 : 1
        differences += isAtMost == Small.isAtMost(left, right) ? 0 : 1
        within.floors += isAtLeast ? 1 : 0
        within.ceilings += isAtMost ? 1 : 0
      }
    }
    #expect(differences == 0)
    #expect(within.floors > 1_000 && within.ceilings > 1_000)
  }

  @Test func `a join is that of the naive model for every two labels`() {
    let labels = Small.labels(secondList: false)
    var differences = 0
    for left in labels {
      for right in labels {
        differences += left.label.joined(with: right.label) == Small.join(left, right) ? 0 : 1
      }
    }
    #expect(differences == 0)
  }

  @Test func `a join is at least both`() throws {
    let scheme = try Small.scheme()
    let labels = Small.labels(secondList: false).filter { scheme.refusal(of: $0.label) == nil }
    for left in labels {
      for right in labels {
        let joined = scheme.compile(try #require(left.label.joined(with: right.label)))
        #expect(joined.isAtLeast(scheme.compile(left.label)))
      }
    }
  }
}

/// The vocabulary, and the model.
private enum Small {
  struct ModelLabel {
    let label: Label
    let level: Int
    let compartments: Set<String>
    /// Nil is no list.
    let lists: [Set<String>?]
  }

  struct ModelClearance {
    let clearance: Clearance
    let levels: Set<Int>
    let compartments: Set<String>
    let lists: [Set<String>]

    var isDownward: Bool { levels == [0] || levels == [0, 3] || levels == [0, 3, 4] }
  }

  static let levels: [Classification] = [.unrestricted, .normal, .restricted]
  static let compartments = ["icu", "lab"]
  static let readers = ["a", "b"]
  static let listNames = ["rel", "study"]

  static func scheme() throws -> LabelScheme {
    try LabelScheme(
      policy: "small", classifications: ClassificationSet(levels),
      tagSets: [TagSet("compartment", .restrictive, compartments)]
        + listNames.map { TagSet($0, title: "Same", kind: .permissive, values: values) })
  }

  /// The standard's words: the label's class is among the reader's, the reader has every
  /// compartment, and of each list at least one; above U some compartment must be there.
  static func mayRead(_ clearance: ModelClearance, _ label: ModelLabel) -> Bool {
    guard label.level == 0 || !label.compartments.isEmpty else { return false }
    guard clearance.levels.contains(label.level),
      label.compartments.isSubset(of: clearance.compartments)
    else { return false }
    return zip(label.lists, clearance.lists).allSatisfy { list, held in
      list.map { !$0.isDisjoint(with: held) } ?? true
    }
  }

  static func isValid(_ label: ModelLabel) -> Bool {
    label.level == 0 || !label.compartments.isEmpty
  }

  static func isAtLeast(_ label: ModelLabel, _ floor: ModelLabel) -> Bool {
    isValid(label) && isValid(floor) && label.level >= floor.level
      && label.compartments.isSuperset(of: floor.compartments)
      && zip(label.lists, floor.lists).allSatisfy { list, bound in
        guard let bound else { return true }
        return list.map { $0.isSubset(of: bound) } ?? false
      }
  }

  static func isAtMost(_ label: ModelLabel, _ ceiling: ModelLabel) -> Bool {
    isValid(label) && isValid(ceiling) && label.level <= ceiling.level
      && label.compartments.isSubset(of: ceiling.compartments)
  }

  static func join(_ left: ModelLabel, _ right: ModelLabel) -> Label {
    let level = levels.first { Int($0.rawValue) == max(left.level, right.level) } ?? .veryRestricted
    let lists = zip(left.lists, right.lists).map { one, other in
      guard let one, let other else { return one ?? other }
      return one.intersection(other)
    }
    return label(level, left.compartments.union(right.compartments), lists).label
  }

  static func labels(secondList: Bool) -> [ModelLabel] {
    let lists: [Set<String>?] = [nil] + subsets(readers).map { $0 }
    var result: [ModelLabel] = []
    for level in levels {
      for held in subsets(compartments) {
        for first in lists {
          for second in secondList ? lists : [nil] {
            result.append(label(level, held, [first, second]))
          }
        }
      }
    }
    return result
  }

  static func clearances() -> [ModelClearance] {
    var result: [ModelClearance] = []
    for mask in 0..<8 {
      let held = levels.indices.filter { mask & (1 << $0) != 0 }.map { levels[$0] }
      for compartments in subsets(compartments) {
        for first in subsets(readers) {
          for second in subsets(readers) {
            result.append(clearance(held, compartments, [first, second]))
          }
        }
      }
    }
    return result
  }

  private static var values: [TagValue] { readers.map { TagValue($0) } }

  private static func label(
    _ level: Classification, _ held: Set<String>, _ lists: [Set<String>?]
  ) -> ModelLabel {
    var label = Label(policy: "small", classification: level)
    if !held.isEmpty { label.restrictive["compartment"] = Array(held) }
    for (name, list) in zip(listNames, lists) { label.permissive[name] = list.map { Array($0) } }
    return ModelLabel(label: label, level: Int(level.rawValue), compartments: held, lists: lists)
  }

  private static func clearance(
    _ held: [Classification], _ compartments: Set<String>, _ lists: [Set<String>]
  ) -> ModelClearance {
    var clearance = Clearance(policy: "small", classifications: ClassificationSet(held))
    if !compartments.isEmpty { clearance.categories["compartment"] = Array(compartments) }
    for (name, list) in zip(listNames, lists) where !list.isEmpty {
      clearance.categories[name] = Array(list)
    }
    return ModelClearance(
      clearance: clearance, levels: Set(held.map { Int($0.rawValue) }),
      compartments: compartments, lists: lists)
  }

  private static func subsets(_ values: [String]) -> [Set<String>] {
    (0..<(1 << values.count)).map { mask in
      Set(values.indices.filter { mask & (1 << $0) != 0 }.map { values[$0] })
    }
  }
}
