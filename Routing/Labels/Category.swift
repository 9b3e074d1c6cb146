/// One value of one tag set, as in `compartment=icu`.
package struct Category: Hashable, Sendable, CustomStringConvertible {
  /// Identifier of the tag set in the label scheme (never its display name).
  package let tagSet: String
  /// The value's name within the tag set.
  package let value: String

  package init(_ tagSet: String, _ value: String) {
    self.tagSet = tagSet
    self.value = value
  }

  package var description: String { "\(tagSet)=\(value)" }
}

/// What a tag set's values do to a reader.
package enum CategoryKind: UInt8, Hashable, Sendable, CaseIterable {
  /// The reader must hold every value on the label.
  case restrictive = 0
  /// The reader must hold at least one value on the label, per tag set.
  case permissive = 1
  /// For people; no part of a decision.
  case informative = 2

  /// The word in documents and messages to people.
  package var word: String {
    switch self {
    case .restrictive: "restrictive"
    case .permissive: "permissive"
    case .informative: "informative"
    }
  }

  package init?(word: String) {
    guard let match = CategoryKind.allCases.first(where: { $0.word == word }) else { return nil }
    self = match
  }
}
