/// A question about a region took more steps than it may: the answer is not known, and nobody may
/// take it for a no.
package struct RegionUndecided: Error, Hashable, Sendable {
  /// Steps of one search. A scheme of ordinary rules takes a few; only rules that are made as a
  /// puzzle come near.
  package static let stepsMax = 100_000
}

extension LabelRegion {
  /// A label of the region, the same for the same region; nil if there is none.
  ///
  /// Exact: whatever is asked of a label either takes values away or asks for one of some, so a
  /// search that adds a value only where one is asked for finds a member if there is one, and one
  /// from which no value that it chose could be left out for nothing.
  package func witness() throws(RegionUndecided) -> Label? {
    for level in bounds.classifications.members {
      if let label = try witness(at: level) { return label }
    }
    return nil
  }

  /// A label of the region with this classification.
  package func witness(at level: Classification) throws(RegionUndecided) -> Label? {
    guard bounds.classifications.contains(level), let scheme = bounds.schemes.first else {
      return nil
    }
    var search = RegionSearch(self, at: level)
    guard let chosen = try search.run() else { return nil }
    return space.label(space.rules[scheme].policy, level, chosen)
  }

  package func isEmpty() throws(RegionUndecided) -> Bool { try witness() == nil }
}

/// The search for the values of a label of one classification.
struct RegionSearch {
  private let space: LabelSpace
  private let held: [BitSet]
  private let singles: [BitSet]
  /// Sets of which a label carries one at most.
  private let exclusive: [BitSet]
  /// Sets of which a label carries one or more.
  private let asked: [BitSet]
  private let forced: BitSet
  private let admitted: BitSet
  private var steps = 0

  init(_ region: LabelRegion, at level: Classification) {
    let (space, bounds) = (region.space, region.bounds)
    self.space = space
    held = Array(bounds.held)
    var admitted = bounds.admitted
    var forced = bounds.required
    var asked = Array(bounds.oneOf)
    var singles: [BitSet] = []
    var exclusive: [BitSet] = []
    if level > .unrestricted { forced.formUnion(bounds.requiredAbove) }
    for rules in bounds.schemes.map({ space.rules[$0] }) {
      admitted.formIntersection(rules.admitted[Int(level.rawValue)])
      singles += rules.singles
      if level > .unrestricted { asked.append(rules.compartments) }
      for need in rules.needs where need.classifications.contains(level) {
        switch need.operation {
        case .all: forced.formUnion(need.bits)
        case .oneOrMore: asked.append(need.bits)
        case .exactlyOne:
          admitted.subtract(need.doubled)
          asked.append(need.bits)
          exclusive.append(need.bits)
        }
      }
    }
    for list in bounds.lists {
      let group = space.groups[list.group].bits
      admitted.subtract(group.subtracting(list.values))
      asked.append(group)
    }
    self.admitted = admitted
    self.forced = forced
    self.asked = asked
    self.singles = singles
    self.exclusive = exclusive
  }

  /// The values of a label; nil if there is none.
  mutating func run() throws(RegionUndecided) -> BitSet? {
    var state = State(chosen: space.noBits, allowed: admitted)
    for bit in forced.bits {
      guard choose(bit, &state) else { return nil }
    }
    return try complete(state)
  }

  private struct State {
    var chosen: BitSet
    /// What is chosen or may still be.
    var allowed: BitSet
  }

  private mutating func complete(_ state: State) throws(RegionUndecided) -> BitSet? {
    steps += 1
    guard steps <= RegionUndecided.stepsMax else { throw RegionUndecided() }
    guard let options = narrowest(state) else { return state.chosen }
    for bit in options.bits {
      var next = state
      guard choose(bit, &next) else { continue }
      if let found = try complete(next) { return found }
    }
    return nil
  }

  /// Adds a value, and takes away what can't stand beside it.
  private func choose(_ bit: Int, _ state: inout State) -> Bool {
    guard state.allowed.contains(bit) else { return false }
    guard !state.chosen.contains(bit) else { return true }
    state.chosen.insert(bit)
    for set in singles + exclusive where set.contains(bit) {
      state.allowed.subtract(set)
      state.allowed.insert(bit)
    }
    return state.chosen.isSubset(of: state.allowed) && isWithinLimits(state.chosen)
  }

  private func isWithinLimits(_ chosen: BitSet) -> Bool {
    guard chosen.count <= LabelLimit.labelValuesMax else { return false }
    return Set(chosen.bits.map { space.values[$0].group }).count <= LabelLimit.labelTagSetsMax
  }

  /// What the open question with the fewest answers may be answered by; nil if none is open.
  private func narrowest(_ state: State) -> BitSet? {
    var best: BitSet?
    var fewest = Int.max
    func consider(_ set: BitSet) {
      guard !set.intersects(state.chosen) else { return }
      let options = set.intersection(state.allowed)
      let count = options.count
      if count < fewest { (best, fewest) = (options, count) }
    }
    for set in asked { consider(set) }
    for group in space.groups
    where group.kind == .permissive && group.bits.intersects(state.chosen) {
      for clearance in held { consider(group.bits.intersection(clearance)) }
    }
    return best
  }
}
