import FHIRProjection
import Labels

extension FHIRLabel {
  /// The label of a message, for `meta.security`.
  init(_ label: Label) {
    let categories = CategoryKind.allCases.flatMap { kind in
      label[kind].groups.map { group in
        Category(kind: kind.word, tagSet: group.tagSet, values: group.values)
      }
    }
    self.init(
      policy: label.policy, confidentiality: label.classification.code, categories: categories)
  }
}
