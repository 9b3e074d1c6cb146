/// A clearance resolved against a scheme.
package struct CompiledClearance: Hashable, Sendable {
  /// Of the scheme under which it was compiled.
  package let scheme: UInt64
  let isOfPolicy: Bool
  let classifications: ClassificationSet
  let held: BitSet

  /// Why the clearance does not admit the label; nil if it dominates it.
  ///
  /// The order of the checks is that of X.841's decision function, after the label's own validity,
  /// which is never taken on trust.
  package func refusal(of label: CompiledLabel) -> LabelRefusal? {
    if let refusal = label.refusal { return refusal }
    guard label.scheme == scheme else { return .otherScheme }
    guard isOfPolicy else { return .clearanceOfOtherPolicy }
    guard classifications.contains(label.classification) else { return .classificationNotCleared }
    guard label.restrictive.isSubset(of: held) else { return .restrictiveNotHeld }
    for release in label.permissive where !release.values.intersects(held) {
      return release.values.isEmpty ? .releasedToNobody : .notReleasable
    }
    return nil
  }
}

extension LabelScheme {
  /// Resolves a clearance. Values that the scheme does not have are held in vain: no valid label
  /// carries them.
  package func compile(_ clearance: Clearance) -> CompiledClearance {
    var held = BitSet(capacity: index.rules.count)
    for category in clearance.categories.categories {
      if let bit = index.values[category] { held.insert(bit) }
    }
    return CompiledClearance(
      scheme: fingerprint, isOfPolicy: clearance.policy == policy,
      classifications: clearance.classifications, held: held)
  }

  /// Whether the clearance holds a value that no break-glass opens.
  package func holdsNeverOpened(_ clearance: Clearance) -> Bool {
    clearance.categories.categories.contains { category in
      index.values[category].map { index.rules[$0].isNeverOpened } ?? false
    }
  }

  /// Every category that no break-glass opens, in the scheme's order.
  package var neverOpened: [Category] {
    tagSets.flatMap { tagSet in
      tagSet.values.filter(\.isNeverOpened).map { Category(tagSet.id, $0.name) }
    }
  }

  /// Why a policy may not give this clearance: it names what the scheme does not have. Nil if it
  /// may.
  package func refusal(of clearance: Clearance) -> LabelRefusal? {
    guard clearance.policy == policy else { return .clearanceOfOtherPolicy }
    guard clearance.classifications.isSubset(of: classifications) else {
      return .classificationNotInScheme
    }
    for group in clearance.categories.groups {
      guard Name.isValid(group.tagSet), group.values.allSatisfy(Name.isValid) else {
        return .malformedName
      }
      guard tagSet(group.tagSet) != nil else { return .unknownTagSet }
      guard !group.values.isEmpty else { return .emptyTagSet }
      for value in group.values where index.values[Category(group.tagSet, value)] == nil {
        return .unknownValue
      }
    }
    return nil
  }
}

/// Whether a clearance admits a label.
package enum Dominance: Hashable, Sendable {
  case dominates
  case refused(LabelRefusal)
}

/// Decides whether who holds the clearance may read what carries the label. Pure and total;
/// validates the label itself.
package func dominates(
  _ clearance: Clearance, _ label: Label, _ scheme: LabelScheme
) -> Dominance {
  let refusal = scheme.compile(clearance).refusal(of: scheme.compile(label))
  return refusal.map(Dominance.refused) ?? .dominates
}
