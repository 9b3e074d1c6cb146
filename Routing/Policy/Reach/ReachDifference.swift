package import Labels

/// Who gains and who loses what when the policies of a site change: over all links, to the label.
package struct ReachDifference: Sendable {
  package let receivers: Side
  package let publishers: Side

  /// What changes on one end of the flows.
  package struct Side: Sendable {
    package let gained: [ReachChange]
    package let lost: [ReachChange]

    package var isEmpty: Bool { gained.isEmpty && lost.isEmpty }
  }

  package var isEmpty: Bool { receivers.isEmpty && publishers.isEmpty }

  /// Both sites must be of one label space.
  package init(from old: ReachSite, to new: ReachSite) throws(ReachFault) {
    receivers = try Self.side(try old.receptions(), try new.receptions())
    publishers = try Self.side(try old.publications(), try new.publications())
  }

  private static func side(_ old: ReachTable, _ new: ReachTable) throws(ReachFault) -> Side {
    var (gained, lost): ([ReachChange], [ReachChange]) = ([], [])
    var book = PartBook()
    for edge in Set(old.keys).union(new.keys).sorted() {
      let (before, after) = (Self.keys(old[edge]), Self.keys(new[edge]))
      guard before != after else { continue }
      if let change = try book.change(edge, in: after, notIn: before) { gained.append(change) }
      if let change = try book.change(edge, in: before, notIn: after) { lost.append(change) }
    }
    return Side(gained: gained, lost: lost)
  }

  private static func keys(_ passages: [ReachPassage]?) -> Set<PassageKey> {
    Set((passages ?? []).map { PassageKey(region: $0.region, subjects: $0.subjects) })
  }
}

/// What one principal can have of, or give to, one flow under one of two policies alone.
package struct ReachChange: Hashable, Sendable {
  package let edge: ReachEdge
  /// Whether nothing of the flow was there on the other side.
  package let isWhole: Bool
  package let parts: [Part]

  /// Labels on some subjects.
  package struct Part: Hashable, Sendable {
    package let labels: RegionText
    /// One of them.
    package let example: Label
    /// What it may be about; of a part of what was there before, one subject that is.
    package let subjects: String
  }
}

/// Takes what passes on one side from what passes on the other, and remembers it: of the principals
/// of a site most differ in nothing but their names.
private struct PartBook {
  private struct Sides: Hashable {
    let mine: Set<PassageKey>
    let its: Set<PassageKey>
  }

  private var known: [Sides: [ReachChange.Part]] = [:]

  mutating func change(
    _ edge: ReachEdge, in mine: Set<PassageKey>, notIn its: Set<PassageKey>
  ) throws(ReachFault) -> ReachChange? {
    let parts = try parts(Sides(mine: mine, its: its))
    return parts.isEmpty ? nil : ReachChange(edge: edge, isWhole: its.isEmpty, parts: parts)
  }

  private mutating func parts(_ sides: Sides) throws(ReachFault) -> [ReachChange.Part] {
    if let parts = known[sides] { return parts }
    do throws(RegionUndecided) {
      let parts = try Self.parts(sides.mine, sides.its)
      known[sides] = parts
      return parts
    } catch {
      throw .undecided
    }
  }

  private static func parts(
    _ mine: Set<PassageKey>, _ its: Set<PassageKey>
  ) throws(RegionUndecided) -> [ReachChange.Part] {
    var parts: [ReachChange.Part] = []
    var seen: Set<ReachChange.Part> = []
    let subjects = SubjectSet.representatives(of: (mine.union(its)).map(\.subjects))
    for key in Self.sorted(mine) {
      var asked: Set<Set<LabelRegion>> = []
      for subject in its.isEmpty ? [""] : subjects {
        guard its.isEmpty || key.subjects.contains(subject) else { continue }
        let others = Set(its.filter { $0.subjects.contains(subject) }.map(\.region))
        // Subjects that the other side treats alike have the same labels.
        guard asked.insert(others).inserted else { continue }
        for region in try key.region.subtracting(others.sorted { $0.sortKey < $1.sortKey }) {
          guard let example = try region.witness() else { continue }
          let part = ReachChange.Part(
            labels: try RegionText(region), example: example,
            subjects: its.isEmpty ? key.subjects.description : subject)
          if seen.insert(part).inserted { parts.append(part) }
        }
      }
    }
    return parts
  }

  /// In an order that is the same at every run.
  private static func sorted(_ keys: Set<PassageKey>) -> [PassageKey] {
    keys.map { ($0, "\($0.subjects)" + $0.region.sortKey) }.sorted { $0.1 < $1.1 }.map(\.0)
  }
}
