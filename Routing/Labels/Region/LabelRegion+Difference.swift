extension LabelRegion {
  /// What of the region is in none of the others, as regions of which each has members; two of them
  /// may have some in common. All must be of one space.
  package func subtracting(_ others: [LabelRegion]) throws(RegionUndecided) -> [LabelRegion] {
    var rest = try isEmpty() ? [] : [self]
    for other in others {
      var next: [LabelRegion] = []
      for region in rest {
        var difference = RegionDifference(region)
        difference.subtract(other)
        for piece in difference.pieces where try !piece.isEmpty() { next.append(piece) }
      }
      guard next.count <= RegionDifference.piecesMax else { throw RegionUndecided() }
      rest = next
    }
    return rest
  }
}

/// Takes a region apart along the conditions of another: what breaks the first, what meets the
/// first and breaks the second, and so on.
struct RegionDifference {
  static let piecesMax = 4_096

  private(set) var pieces: [LabelRegion] = []
  /// What meets all conditions so far.
  private var rest: LabelRegion

  private var space: LabelSpace { rest.space }

  init(_ region: LabelRegion) { rest = region }

  mutating func subtract(_ other: LabelRegion) {
    let bounds = other.bounds
    guard !bounds.classifications.members.isEmpty, !isOfOtherPolicy(other) else {
      pieces = [rest]
      return
    }
    for place in bounds.schemes.sorted() where !rest.bounds.schemes.contains(place) {
      split(validity: space.rules[place])
      rest.bounds.schemes.insert(place)
    }
    split(classifications: bounds.classifications)
    split(within: bounds.admitted)
    for bit in bounds.required.bits { split(carrying: bit) }
    for bit in bounds.requiredAbove.bits where !rest.bounds.required.contains(bit) {
      split(carryingAboveU: bit)
    }
    for held in Self.sorted(bounds.held) { split(released: held) }
    for list in bounds.lists.sorted(by: { Self.precedes($0.values, $1.values) }) {
      split(list: list)
    }
    for set in Self.sorted(bounds.oneOf) where !rest.bounds.oneOf.contains(set) {
      emit { $0.bounds.admitted.subtract(set) }
      rest.bounds.oneOf.insert(set)
    }
  }

  private func isOfOtherPolicy(_ other: LabelRegion) -> Bool {
    guard let mine = rest.bounds.schemes.first, let its = other.bounds.schemes.first else {
      return true
    }
    return space.rules[mine].policy != space.rules[its].policy
  }

  /// Adds what of the rest meets a further condition.
  private mutating func emit(_ narrow: (inout LabelRegion) -> Void) {
    var piece = rest
    narrow(&piece)
    if !piece.bounds.classifications.members.isEmpty { pieces.append(piece) }
  }

  private mutating func split(classifications: ClassificationSet) {
    let outside = rest.bounds.classifications.subtracting(classifications)
    emit { $0.keep(outside) }
    rest.keep(classifications)
  }

  private mutating func split(within admitted: BitSet) {
    let outside = rest.bounds.admitted.subtracting(admitted)
    guard !outside.isEmpty else { return }
    emit { $0.bounds.oneOf.insert(outside) }
    rest.bounds.admitted.formIntersection(admitted)
  }

  private mutating func split(carrying bit: Int) {
    guard !rest.bounds.required.contains(bit) else { return }
    emit { $0.bounds.admitted.remove(bit) }
    rest.bounds.required.insert(bit)
  }

  private mutating func split(carryingAboveU bit: Int) {
    let aboveU = ClassificationSet(Classification.allCases.filter { $0 > .unrestricted })
    emit {
      $0.keep(aboveU)
      $0.bounds.admitted.remove(bit)
    }
    rest.bounds.requiredAbove.insert(bit)
  }

  /// A list that names nobody of `held`: of any one tag set.
  private mutating func split(released held: BitSet) {
    guard !rest.bounds.held.contains(held) else { return }
    for group in space.groups where group.kind == .permissive {
      let (inside, outside) = (group.bits.intersection(held), group.bits.subtracting(held))
      guard !outside.isEmpty else { continue }
      emit {
        $0.bounds.admitted.subtract(inside)
        $0.bounds.oneOf.insert(outside)
      }
    }
    rest.bounds.held.insert(held)
  }

  private mutating func split(list: ListBound) {
    guard !rest.bounds.lists.contains(list) else { return }
    let group = space.groups[list.group].bits
    emit { $0.bounds.admitted.subtract(group) }
    let outside = group.subtracting(list.values)
    if !outside.isEmpty { emit { $0.bounds.oneOf.insert(outside) } }
    rest.bounds.lists.insert(list)
  }

  /// What the rules of another scheme do not admit. The pieces may have labels in common.
  private mutating func split(validity rules: SchemeRules) {
    split(classifications: rules.classifications)
    for level in rules.classifications.members {
      let outside = rest.bounds.admitted.subtracting(rules.admitted[Int(level.rawValue)])
      emit {
        $0.keep(ClassificationSet([level]))
        $0.bounds.oneOf.insert(outside)
      }
    }
    for set in rules.singles { emitTwo(of: set) { _ in } }
    emit {
      $0.keep(ClassificationSet(Classification.allCases.filter { $0 > .unrestricted }))
      $0.bounds.admitted.subtract(rules.compartments)
    }
    for need in rules.needs {
      let narrow = { (region: inout LabelRegion) in region.keep(need.classifications) }
      switch need.operation {
      case .all:
        for bit in need.bits.bits {
          emit {
            narrow(&$0)
            $0.bounds.admitted.remove(bit)
          }
        }
      case .oneOrMore, .exactlyOne:
        emit {
          narrow(&$0)
          $0.bounds.admitted.subtract(need.bits)
        }
        guard need.operation == .exactlyOne else { continue }
        emit {
          narrow(&$0)
          $0.bounds.oneOf.insert(need.doubled)
        }
        emitTwo(of: need.bits, narrow)
      }
    }
  }

  /// What carries two values of a set.
  private mutating func emitTwo(of set: BitSet, _ narrow: (inout LabelRegion) -> Void) {
    for bit in set.bits {
      var others = set
      others.remove(bit)
      emit {
        narrow(&$0)
        $0.bounds.required.insert(bit)
        $0.bounds.oneOf.insert(others)
      }
    }
  }

  private static func sorted(_ sets: Set<BitSet>) -> [BitSet] { sets.sorted(by: precedes) }

  private static func precedes(_ left: BitSet, _ right: BitSet) -> Bool {
    left.words.lexicographicallyPrecedes(right.words)
  }
}
