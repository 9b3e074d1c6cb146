/// A region as people read it. The words say what its labels carry, not how values exclude each
/// other.
package struct RegionText: Hashable, Sendable {
  /// Of each there is a label in the region.
  package let classifications: ClassificationSet
  /// On every label above U.
  package let carried: [Category]
  /// On some labels and not on all.
  package let possible: [Category]

  package init(_ region: LabelRegion) throws(RegionUndecided) {
    let space = region.space
    var levels: [Classification] = []
    for level in region.bounds.classifications.members
    where try region.witness(at: level) != nil { levels.append(level) }
    classifications = ClassificationSet(levels)
    var (carried, possible): ([Category], [Category]) = ([], [])
    let above = ClassificationSet(levels.filter { $0 > .unrestricted })
    for bit in space.values.indices where region.bounds.admitted.contains(bit) {
      var with = region
      with.bounds.required.insert(bit)
      guard try !with.isEmpty() else { continue }
      var without = region
      if !above.members.isEmpty { without.keep(above) }
      without.bounds.admitted.remove(bit)
      let isAlways = try without.isEmpty()
      if isAlways { carried.append(space.values[bit].category) }
      if !isAlways { possible.append(space.values[bit].category) }
    }
    self.carried = carried
    self.possible = possible
  }
}

extension RegionText: CustomStringConvertible {
  /// As in `N,R with compartment=icu, also sensitivity=psy`.
  package var description: String {
    func list(_ categories: [Category]) -> String {
      categories.map(\.description).joined(separator: " ")
    }
    return classifications.description + (carried.isEmpty ? "" : " with \(list(carried))")
      + (possible.isEmpty ? "" : ", also \(list(possible))")
  }
}
