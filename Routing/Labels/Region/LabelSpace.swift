/// The category values of one scheme, or of several, numbered together, so that regions of labels
/// that lie under different schemes can be compared.
///
/// A tag set that two schemes give different kinds counts as two.
package final class LabelSpace: Sendable {
  /// One tag set.
  struct Group: Sendable {
    let id: String
    let kind: CategoryKind
    let bits: BitSet
  }

  let groups: [Group]
  /// The value of a bit, and the place of its group.
  let values: [(category: Category, group: Int)]
  let rules: [SchemeRules]
  private let bits: [SpaceValue: Int]
  private let places: [UInt64: Int]

  /// - Parameter schemes: at least one; repetitions are of no account.
  package init(_ schemes: [LabelScheme]) {
    var distinct: [LabelScheme] = []
    for scheme in schemes where !distinct.contains(scheme) { distinct.append(scheme) }
    var numbering = SpaceNumbering()
    for scheme in distinct { numbering.add(scheme) }
    bits = numbering.bits
    values = numbering.values
    let (capacity, placed) = (numbering.values.count, numbering.values)
    groups = numbering.groups.enumerated().map { place, group in
      let members = placed.indices.filter { placed[$0].group == place }
      return Group(id: group.id, kind: group.kind, bits: BitSet(members, capacity: capacity))
    }
    rules = distinct.map { SchemeRules($0, numbering) }
    places = Dictionary(
      distinct.enumerated().map { ($1.fingerprint, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var noBits: BitSet { BitSet(capacity: values.count) }

  /// The place of a scheme's rules; nil for a scheme that the space was not made of.
  func place(ofScheme fingerprint: UInt64) -> Int? { places[fingerprint] }

  /// The bits of a value: two if schemes differ about its kind.
  func bits(of category: Category) -> [Int] {
    CategoryKind.allCases.compactMap { bits[SpaceValue(category: category, kind: $0)] }
  }

  /// The label of a classification that carries the given values.
  func label(_ policy: String, _ classification: Classification, _ chosen: BitSet) -> Label {
    var label = Label(policy: policy, classification: classification)
    for bit in chosen.bits {
      label[groups[values[bit].group].kind].insert(values[bit].category)
    }
    return label
  }
}

/// A value under one kind.
struct SpaceValue: Hashable {
  let category: Category
  let kind: CategoryKind
}

/// Gives values their numbers.
struct SpaceNumbering {
  private(set) var groups: [(id: String, kind: CategoryKind)] = []
  private(set) var values: [(category: Category, group: Int)] = []
  private(set) var bits: [SpaceValue: Int] = [:]

  mutating func add(_ scheme: LabelScheme) {
    for tagSet in scheme.tagSets {
      let known = groups.firstIndex { $0.id == tagSet.id && $0.kind == tagSet.kind }
      if known == nil { groups.append((tagSet.id, tagSet.kind)) }
      for value in tagSet.values {
        let key = SpaceValue(category: Category(tagSet.id, value.name), kind: tagSet.kind)
        guard bits[key] == nil else { continue }
        bits[key] = values.count
        values.append((key.category, known ?? groups.count - 1))
      }
    }
  }
}

/// The validity rules of one scheme in the numbers of a space.
struct SchemeRules: Sendable {
  struct Need: Sendable {
    let classifications: ClassificationSet
    let operation: Requirement.Operation
    /// All categories of the requirement.
    let bits: BitSet
    /// Those that it lists twice, which so can never be the one of an exactly-one.
    let doubled: BitSet
  }

  let policy: String
  let classifications: ClassificationSet
  /// By raw classification: what may stand on a label of it.
  let admitted: [BitSet]
  /// The tag sets of which a label carries one value at most.
  let singles: [BitSet]
  /// The tag set of which every label above U carries a value.
  let compartments: BitSet
  let needs: [Need]
  /// The space's bit of each of the scheme's.
  let bits: [Int]

  init(_ scheme: LabelScheme, _ numbering: SpaceNumbering) {
    let capacity = numbering.values.count
    policy = scheme.policy
    classifications = scheme.classifications
    var bits: [Int] = []
    var admitted = Array(repeating: BitSet(capacity: capacity), count: 6)
    var singles: [BitSet] = []
    var compartments = BitSet(capacity: capacity)
    var places: [Category: Int] = [:]
    for tagSet in scheme.tagSets {
      var members = BitSet(capacity: capacity)
      for value in tagSet.values {
        let key = SpaceValue(category: Category(tagSet.id, value.name), kind: tagSet.kind)
        guard let bit = numbering.bits[key] else {
          preconditionFailure("the numbering was made of this scheme")
        }
        bits.append(bit)
        members.insert(bit)
        places[key.category] = bit
        for level in Classification.allCases
        where !value.isObsolete && !value.excluded.contains(level) {
          admitted[Int(level.rawValue)].insert(bit)
        }
      }
      if tagSet.isSingleSelection { singles.append(members) }
      if tagSet.id == LabelScheme.compartmentTagSet { compartments = members }
    }
    self.bits = bits
    self.admitted = admitted
    self.singles = singles
    self.compartments = compartments
    needs = scheme.requirements.map { requirement in
      var (all, doubled) = (BitSet(capacity: capacity), BitSet(capacity: capacity))
      for bit in requirement.categories.compactMap({ places[$0] }) {
        if all.contains(bit) { doubled.insert(bit) }
        all.insert(bit)
      }
      return Need(
        classifications: requirement.classifications, operation: requirement.operation, bits: all,
        doubled: doubled)
    }
  }

  /// A set of the scheme's bits in the space's.
  func translated(_ set: BitSet, capacity: Int) -> BitSet {
    BitSet(set.bits.map { bits[$0] }, capacity: capacity)
  }
}
