import Labels

/// What the labels of ``RandomSite`` are and who may read them, once more, for its vocabulary.
enum LabelOracle {
  private static let vocabulary: [CategoryKind: [String: Set<String>]] = [
    .restrictive: ["compartment": ["a", "b", "c"], "extra": ["p", "q"]],
    .permissive: ["rel": ["m", "n"], "to": ["m", "k"]],
    .informative: ["note": ["i", "j"]],
  ]

  static func isValid(_ label: Label) -> Bool {
    let classes: [Classification] = [.unrestricted, .low, .normal, .restricted]
    guard label.policy == "s", classes.contains(label.classification) else { return false }
    for kind in CategoryKind.allCases {
      for group in label[kind].groups {
        guard let values = vocabulary[kind]?[group.tagSet], values.isSuperset(of: group.values),
          kind == .permissive || !group.values.isEmpty
        else { return false }
      }
    }
    let extra = label.restrictive["extra"] ?? []
    guard extra.count < 2,
      !extra.contains("q") || [.low, .restricted].contains(label.classification)
    else { return false }
    if label.classification == .low {
      let note = label.informative["note"] ?? []
      guard note.count == 1,
        note == ["i"] || extra == ["p"] || label.permissive["rel"]?.contains("m") == true
      else { return false }
    }
    return label.classification == .unrestricted || label.restrictive["compartment"] != nil
  }

  static func isLeast(_ floor: Label, _ label: Label) -> Bool {
    label.classification >= floor.classification
      && floor.restrictive.categories.allSatisfy(label.restrictive.contains)
      && floor.permissive.groups.allSatisfy { bound in
        label.permissive[bound.tagSet]?.allSatisfy(bound.values.contains) ?? false
      }
  }

  static func isMost(_ ceiling: Label, _ label: Label) -> Bool {
    label.classification <= ceiling.classification
      && label.restrictive.categories.allSatisfy(ceiling.restrictive.contains)
  }

  static func clears(_ clearance: Clearance, _ label: Label) -> Bool {
    clearance.policy == "s"
      && clearance.classifications.members.contains(label.classification)
      && label.restrictive.categories.allSatisfy(clearance.categories.contains)
      && label.permissive.groups.allSatisfy { list in
        list.values.contains { clearance.categories.contains(Category(list.tagSet, $0)) }
      }
  }
}
