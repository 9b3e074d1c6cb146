/// One value that a tag set offers, with its validity rules.
package struct TagValue: Hashable, Sendable {
  package let name: String
  /// Classifications with which the value must not stand.
  package var excluded: ClassificationSet
  /// An obsolete value makes any label that carries it invalid; a clearance may still hold it.
  package var isObsolete: Bool
  /// Whether no break-glass opens a label that carries the value.
  package var isNeverOpened: Bool

  package init(
    _ name: String, excluded: ClassificationSet = .none, isObsolete: Bool = false,
    isNeverOpened: Bool = false
  ) {
    self.name = name
    self.excluded = excluded
    self.isObsolete = isObsolete
    self.isNeverOpened = isNeverOpened
  }
}

/// A family of category values of one kind. It is known by its id alone; titles are for people and
/// may repeat.
package struct TagSet: Hashable, Sendable {
  package let id: String
  /// Printable ASCII, at most 64 bytes.
  package var title: String
  package var kind: CategoryKind
  /// Whether a label may carry at most one of the values.
  package var isSingleSelection: Bool
  package var values: [TagValue]

  package init(
    _ id: String, title: String? = nil, kind: CategoryKind, isSingleSelection: Bool = false,
    values: [TagValue]
  ) {
    self.id = id
    self.title = title ?? id
    self.kind = kind
    self.isSingleSelection = isSingleSelection
    self.values = values
  }

  package init(_ id: String, _ kind: CategoryKind, _ values: [String]) {
    self.init(id, kind: kind, values: values.map { TagValue($0) })
  }
}

/// A rule of validity: labels of these classifications carry so many of these categories.
///
/// Source: the required category groups of X.841 and the open SPIF.
package struct Requirement: Hashable, Sendable {
  package enum Operation: UInt8, Hashable, Sendable, CaseIterable {
    case exactlyOne = 0
    case oneOrMore = 1
    case all = 2

    package var word: String {
      switch self {
      case .exactlyOne: "exactly-one"
      case .oneOrMore: "one-or-more"
      case .all: "all"
      }
    }

    package init?(word: String) {
      guard let match = Operation.allCases.first(where: { $0.word == word }) else { return nil }
      self = match
    }
  }

  package var classifications: ClassificationSet
  package var operation: Operation
  package var categories: [Category]

  package init(
    when classifications: ClassificationSet, _ operation: Operation, of categories: [Category]
  ) {
    self.classifications = classifications
    self.operation = operation
    self.categories = categories
  }
}
