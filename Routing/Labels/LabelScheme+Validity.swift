extension LabelScheme {
  /// Why the label is not valid under this scheme; nil if it is.
  ///
  /// Checked in a fixed order, so one label has one refusal. Being valid says nothing of who may
  /// read it.
  package func refusal(of label: Label) -> LabelRefusal? {
    guard label.policy == policy else { return .unknownPolicy }
    if let refusal = refusalOfSize(label) { return refusal }
    guard classifications.contains(label.classification) else { return .classificationNotInScheme }
    for kind in CategoryKind.allCases {
      for group in label[kind].groups {
        if let refusal = refusal(of: group, as: kind, at: label.classification) { return refusal }
      }
    }
    if label.classification > .unrestricted {
      // Not empty either: above, that is no tag set.
      guard label.restrictive[Self.compartmentTagSet] != nil else { return .compartmentMissing }
    }
    return requirements.allSatisfy { isMet($0, by: label) } ? nil : .requirementNotMet
  }

  private func refusalOfSize(_ label: Label) -> LabelRefusal? {
    var groups = 0
    var values = 0
    for kind in CategoryKind.allCases {
      groups += label[kind].groups.count
      values += label[kind].valueCount
    }
    let fits = groups <= LabelLimit.labelTagSetsMax && values <= LabelLimit.labelValuesMax
    return fits ? nil : .tooLarge
  }

  private func refusal(
    of group: CategorySet.Group, as kind: CategoryKind, at classification: Classification
  ) -> LabelRefusal? {
    guard Name.isValid(group.tagSet), group.values.allSatisfy(Name.isValid) else {
      return .malformedName
    }
    guard let tagSet = tagSet(group.tagSet) else { return .unknownTagSet }
    guard tagSet.kind == kind else { return .wrongKind }
    guard kind == .permissive || !group.values.isEmpty else { return .emptyTagSet }
    for value in group.values {
      guard let bit = index.values[Category(group.tagSet, value)] else { return .unknownValue }
      if index.rules[bit].isObsolete { return .obsoleteValue }
      if index.rules[bit].excluded.contains(classification) { return .classificationExcluded }
    }
    guard !tagSet.isSingleSelection || group.values.count <= 1 else {
      return .severalOfSingleSelection
    }
    return nil
  }

  private func isMet(_ requirement: Requirement, by label: Label) -> Bool {
    guard requirement.classifications.contains(label.classification) else { return true }
    let present = requirement.categories.count { category in
      guard let kind = tagSet(category.tagSet)?.kind else { return false }
      return label[kind].contains(category)
    }
    switch requirement.operation {
    case .exactlyOne: return present == 1
    case .oneOrMore: return present >= 1
    case .all: return present == requirement.categories.count
    }
  }
}
