package import FHIRProjection
package import Labels

// Both directions between a label and what `meta.security` says of it.

extension FHIRLabel {
  /// The label of a message, for `meta.security`.
  package init(_ label: Label) {
    let categories = CategoryKind.allCases.flatMap { kind in
      label[kind].groups.map { group in
        Category(kind: kind.word, tagSet: group.tagSet, values: group.values)
      }
    }
    self.init(
      policy: label.policy, confidentiality: label.classification.code, categories: categories)
  }
}

extension LabelScheme {
  /// The label that `meta.security` says, valid under this scheme.
  package func label(_ fhir: FHIRLabel) throws(LabelExchangeFault) -> Label {
    guard let classification = Classification(code: fhir.confidentiality) else {
      throw LabelExchangeFault(.unknownName, at: 0)
    }
    var label = Label(policy: fhir.policy, classification: classification)
    for category in fhir.categories {
      guard let kind = CategoryKind(word: category.kind) else {
        throw LabelExchangeFault(.unknownName, at: 0)
      }
      guard label[kind][category.tagSet] == nil,
        Set(category.values.map { Array($0.utf8) }).count == category.values.count
      else { throw LabelExchangeFault(.notOnce, at: 0) }
      label[kind][category.tagSet] = category.values
    }
    if let refusal = refusal(of: label) { throw LabelExchangeFault(label: refusal) }
    return label
  }
}
