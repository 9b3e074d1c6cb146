/// A set of labels as the conditions that its members meet: those that a policy decides by, and no
/// list of labels, of which there are more than anyone counts.
///
/// Its members are valid labels that are released to somebody; a label with an empty release list,
/// which no clearance dominates, is in no region.
package struct LabelRegion: Sendable {
  package let space: LabelSpace
  var bounds: RegionBounds

  /// All labels that are valid under a scheme of the space.
  package init(of scheme: LabelScheme, in space: LabelSpace) {
    self.space = space
    bounds = RegionBounds(capacity: space.values.count)
    keepValid(under: scheme)
  }

  /// Keeps what is valid under a scheme, too.
  package mutating func keepValid(under scheme: LabelScheme) {
    guard let place = space.place(ofScheme: scheme.fingerprint) else { return keepNothing() }
    if let first = bounds.schemes.first, space.rules[first].policy != space.rules[place].policy {
      return keepNothing()
    }
    bounds.schemes.insert(place)
    keep(space.rules[place].classifications)
  }

  /// Keeps labels of these classifications.
  package mutating func keep(_ classifications: ClassificationSet) {
    bounds.classifications = bounds.classifications.intersection(classifications)
  }

  /// Keeps labels that carry the category, of whichever kind.
  package mutating func keepCarrying(_ category: Category) {
    let bits = space.bits(of: category)
    switch bits.count {
    case 0: keepNothing()
    case 1: bounds.required.insert(bits[0])
    default: bounds.oneOf.insert(BitSet(bits, capacity: space.values.count))
    }
  }

  /// Keeps one label alone, if it is there.
  package mutating func keepOnly(_ label: Label) {
    var bits = space.noBits
    for kind in CategoryKind.allCases {
      guard label[kind].groups.allSatisfy({ !$0.values.isEmpty }) else { return keepNothing() }
      for category in label[kind].categories {
        let bit = space.bits(of: category).first {
          space.groups[space.values[$0].group].kind == kind
        }
        guard let bit else { return keepNothing() }
        bits.insert(bit)
      }
    }
    if let first = bounds.schemes.first, space.rules[first].policy != label.policy {
      return keepNothing()
    }
    keep(ClassificationSet([label.classification]))
    bounds.admitted.formIntersection(bits)
    bounds.required.formUnion(bits)
  }

  /// Keeps labels that above U carry the category; without one, labels of U.
  package mutating func keepCarryingAboveU(_ category: CategoryHandle?) {
    guard let category else { return keep(ClassificationSet([.unrestricted])) }
    guard let rules = rules(of: category.scheme) else { return keepNothing() }
    bounds.requiredAbove.insert(rules.bits[category.bit])
  }

  /// Keeps labels that protect at least as much as `floor`.
  package mutating func keepAtLeast(_ floor: CompiledLabel) {
    guard floor.refusal == nil, let rules = rules(of: floor.scheme) else { return keepNothing() }
    keep(ClassificationSet(Classification.allCases.filter { $0 >= floor.classification }))
    bounds.required.formUnion(rules.translated(floor.restrictive, capacity: space.values.count))
    for list in floor.permissive {
      let values = rules.translated(list.values, capacity: space.values.count)
      guard let bit = values.bits.first else { return keepNothing() }
      bounds.lists.insert(ListBound(group: space.values[bit].group, values: values))
    }
  }

  /// Keeps labels that are no more sensitive than `ceiling`.
  package mutating func keepAtMost(_ ceiling: CompiledLabel) {
    guard ceiling.refusal == nil, let rules = rules(of: ceiling.scheme) else {
      return keepNothing()
    }
    keep(ClassificationSet(upTo: ceiling.classification))
    keepRestrictive(rules.translated(ceiling.restrictive, capacity: space.values.count))
  }

  /// Keeps labels that the clearance dominates.
  package mutating func keepDominated(by clearance: CompiledClearance) {
    guard clearance.isOfPolicy, let rules = rules(of: clearance.scheme) else {
      return keepNothing()
    }
    let held = rules.translated(clearance.held, capacity: space.values.count)
    keep(clearance.classifications)
    keepRestrictive(held)
    bounds.held.insert(held)
  }

  /// Keeps what is in both; they must be of one space.
  package mutating func formIntersection(_ other: LabelRegion) {
    precondition(space === other.space, "regions of different spaces have no common numbers")
    for place in other.bounds.schemes {
      if let first = bounds.schemes.first, space.rules[first].policy != space.rules[place].policy {
        return keepNothing()
      }
      bounds.schemes.insert(place)
    }
    keep(other.bounds.classifications)
    bounds.admitted.formIntersection(other.bounds.admitted)
    bounds.required.formUnion(other.bounds.required)
    bounds.requiredAbove.formUnion(other.bounds.requiredAbove)
    bounds.held.formUnion(other.bounds.held)
    bounds.lists.formUnion(other.bounds.lists)
    bounds.oneOf.formUnion(other.bounds.oneOf)
  }

  mutating func keepNothing() { bounds.classifications = .none }

  private mutating func keepRestrictive(_ bits: BitSet) {
    for group in space.groups where group.kind == .restrictive {
      bounds.admitted.subtract(group.bits.subtracting(bits))
    }
  }

  private func rules(of scheme: UInt64) -> SchemeRules? {
    space.place(ofScheme: scheme).map { space.rules[$0] }
  }
}

extension LabelRegion: Hashable {
  package static func == (left: LabelRegion, right: LabelRegion) -> Bool {
    left.space === right.space && left.bounds == right.bounds
  }

  package func hash(into hasher: inout Hasher) { bounds.hash(into: &hasher) }
}

/// The conditions of a region, in the numbers of its space.
struct RegionBounds: Hashable {
  /// Places of the schemes under which the labels are valid.
  var schemes: Set<Int> = []
  var classifications = ClassificationSet.all
  /// What may stand on a label.
  var admitted: BitSet
  /// What must.
  var required: BitSet
  /// What must above U.
  var requiredAbove: BitSet
  /// Of each of these every release list on a label names one.
  var held: Set<BitSet> = []
  /// Release lists that must be there.
  var lists: Set<ListBound> = []
  /// Of each of these a label carries one or more.
  var oneOf: Set<BitSet> = []

  init(capacity: Int) {
    admitted = BitSet(0..<capacity, capacity: capacity)
    required = BitSet(capacity: capacity)
    requiredAbove = BitSet(capacity: capacity)
  }
}

/// A release list that must be on a label, and to whom it may release at most.
struct ListBound: Hashable {
  let group: Int
  let values: BitSet
}

extension LabelRegion {
  /// A text by which regions of one space come in the same order at every run.
  package var sortKey: String {
    func text(_ set: BitSet) -> String { set.bits.map(String.init).joined(separator: ".") }
    let sets = [bounds.held, bounds.oneOf].map { $0.map(text).sorted().joined(separator: ",") }
    let lists = bounds.lists.map { "\($0.group):\(text($0.values))" }.sorted()
    return
      ([
        bounds.classifications.description, text(bounds.admitted), text(bounds.required),
        text(bounds.requiredAbove),
      ] + sets + lists + bounds.schemes.sorted().map(String.init)).joined(separator: ";")
  }
}
