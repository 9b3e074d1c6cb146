import Labels

/// Why a question about reach has no answer that could be relied on.
package enum ReachFault: Int, Error, Hashable, Sendable {
  /// The search was stopped at its bound.
  case undecided = 2378
  /// A path that was found is not permitted when its cells are asked: a defect of the search.
  case notReplayed = 2379

  /// One line for people.
  package var text: String {
    switch self {
    case .undecided: "the label rules are too entangled to decide it within the bound"
    case .notReplayed: "a path that was found does not hold when it is replayed: a defect"
    }
  }
}

/// Finds members of regions, and remembers them: of the regions of a site most are equal.
struct WitnessBook {
  private var known: [LabelRegion: Label?] = [:]

  mutating func witness(_ region: LabelRegion) throws(ReachFault) -> Label? {
    if let label = known[region] { return label }
    do throws(RegionUndecided) {
      let label = try region.witness()
      known[region] = .some(label)
      return label
    } catch {
      throw .undecided
    }
  }
}
