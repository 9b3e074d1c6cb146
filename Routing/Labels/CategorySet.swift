/// Category values grouped by tag set, in canonical order.
///
/// A tag set may be present with no value. In a label's permissive categories that is *nobody* (the
/// empty intersection of two release lists) and differs from absence, which is *everybody*.
package struct CategorySet: Hashable, Sendable {
  /// The values of one tag set; unique, in the order of ``Name/precedes(_:_:)``.
  package struct Group: Hashable, Sendable {
    package let tagSet: String
    package let values: [String]
  }

  /// The groups; tag sets unique, in the order of ``Name/precedes(_:_:)``.
  package private(set) var groups: [Group] = []

  package static let none = CategorySet()

  package init() {}

  /// The given categories, grouped.
  package init(_ categories: some Sequence<Category>) {
    for category in categories { insert(category) }
  }

  package var isEmpty: Bool { groups.isEmpty }

  /// How many values there are in all groups.
  package var valueCount: Int { groups.reduce(0) { $0 + $1.values.count } }

  /// Every category, in canonical order; a tag set without values contributes none.
  package var categories: [Category] {
    groups.flatMap { group in group.values.map { Category(group.tagSet, $0) } }
  }

  /// The values of a tag set; nil if it is absent, empty if it is present with nobody in it.
  package subscript(tagSet: String) -> [String]? {
    get { groups.first { $0.tagSet == tagSet }?.values }
    set {
      groups.removeAll { $0.tagSet == tagSet }
      guard let newValue else { return }
      let values = Set(newValue).sorted(by: Name.precedes)
      let place = groups.firstIndex { Name.precedes(tagSet, $0.tagSet) } ?? groups.endIndex
      groups.insert(Group(tagSet: tagSet, values: values), at: place)
    }
  }

  package func contains(_ category: Category) -> Bool {
    self[category.tagSet]?.contains(category.value) ?? false
  }

  package mutating func insert(_ category: Category) {
    self[category.tagSet] = (self[category.tagSet] ?? []) + [category.value]
  }

  /// Every tag set of either, each with the values of both.
  package func union(_ other: CategorySet) -> CategorySet {
    var result = self
    for group in other.groups {
      result[group.tagSet] = (result[group.tagSet] ?? []) + group.values
    }
    return result
  }

  /// Every tag set of either; one that both have keeps the values that both have, be it none.
  package func intersectionWherePresent(_ other: CategorySet) -> CategorySet {
    var result = self
    for group in other.groups {
      let kept = result[group.tagSet].map { $0.filter(group.values.contains) }
      result[group.tagSet] = kept ?? group.values
    }
    return result
  }
}

extension CategorySet: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: Category...) { self.init(elements) }
}
