/// A set of subjects as the prefixes that cover them: no prefix lies under another.
package struct SubjectSet: Hashable, Sendable {
  /// Ascending.
  package let prefixes: [String]

  package static let all = SubjectSet([""])
  package static let none = SubjectSet([])

  /// What any of the prefixes covers.
  package init(_ prefixes: [String]) {
    guard prefixes.count > 1 else {
      self.prefixes = prefixes
      return
    }
    guard !prefixes.contains("") else {
      self.prefixes = [""]
      return
    }
    let distinct = Set(prefixes)
    self.prefixes = distinct.filter { prefix in
      !Self.ancestors(of: prefix).contains { distinct.contains($0) }
    }.sorted()
  }

  package var isEmpty: Bool { prefixes.isEmpty }

  /// What is in both.
  package func intersection(_ other: SubjectSet) -> SubjectSet {
    if other.prefixes == [""] { return self }
    if prefixes == [""] { return other }
    let (mine, its) = (Set(prefixes), Set(other.prefixes))
    return SubjectSet(
      prefixes.filter { its.contains($0) || !Self.ancestors(of: $0).isDisjoint(with: its) }
        + other.prefixes.filter { !Self.ancestors(of: $0).isDisjoint(with: mine) })
  }

  /// A subject of the set; nil if it is empty.
  package var witness: String? {
    guard let first = prefixes.first else { return nil }
    return first.isEmpty ? "any" : first
  }

  package func contains(_ subject: String) -> Bool {
    prefixes.contains { Subject.covers($0, subject) }
  }

  /// Subjects that stand for all: of any two that no prefix of these sets tells apart, one is here
  /// at most.
  static func representatives(of sets: [SubjectSet]) -> [String] {
    let prefixes = Set(sets.flatMap(\.prefixes)).subtracting([""])
    let heads = Set(prefixes.map { $0.prefix { $0 != "/" } })
    var (other, number) = ("any", 1)
    while heads.contains(Substring(other)) {
      number += 1
      other = "any-\(number)"
    }
    return [other] + prefixes.sorted()
  }

  private static func ancestors(of prefix: String) -> Set<String> {
    var found: Set<String> = []
    for place in prefix.indices where prefix[place] == "/" {
      found.insert(String(prefix[..<place]))
    }
    return found
  }
}

extension SubjectSet: CustomStringConvertible {
  /// As in `bed-1/*, bed-2/*`; `*` for all.
  package var description: String {
    prefixes.isEmpty
      ? "(none)" : prefixes.map { $0.isEmpty ? "*" : "\($0)/*" }.joined(separator: ", ")
  }
}
