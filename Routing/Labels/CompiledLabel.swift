/// A label resolved against a scheme once, so that deciding about it compares bits and no text.
///
/// It carries its own refusal: an invalid label compiles to one that nothing dominates and that is
/// within no bounds. Costs an allocation or a few: keep it beside the label's bytes, which a
/// producer seldom changes.
package struct CompiledLabel: Sendable {
  /// Why the label is not valid; nil if it is.
  package let refusal: LabelRefusal?
  package let classification: Classification
  /// Of the scheme under which it was compiled.
  package let scheme: UInt64

  /// Whether a value on it, of whatever kind, forbids every break-glass; also for an invalid label.
  package let isNeverOpened: Bool

  let restrictive: BitSet
  let permissive: [Release]

  /// The values of one permissive tag set; none is nobody.
  struct Release: Sendable {
    let tagSet: Int
    let values: BitSet
  }

  /// Whether this label protects at least as much as `floor`: no lower class, no restrictive
  /// category fewer, and released to nobody to whom the floor does not release.
  package func isAtLeast(_ floor: CompiledLabel) -> Bool {
    guard refusal == nil, floor.refusal == nil, scheme == floor.scheme,
      classification >= floor.classification, floor.restrictive.isSubset(of: restrictive)
    else { return false }
    return floor.permissive.allSatisfy { bound in
      permissive.contains { $0.tagSet == bound.tagSet && $0.values.isSubset(of: bound.values) }
    }
  }

  /// Whether this label is no more sensitive than `ceiling`: no higher class and no restrictive
  /// category more. Release lists only take readers away and exceed nothing.
  package func isAtMost(_ ceiling: CompiledLabel) -> Bool {
    refusal == nil && ceiling.refusal == nil && scheme == ceiling.scheme
      && classification <= ceiling.classification && restrictive.isSubset(of: ceiling.restrictive)
  }
}

extension LabelScheme {
  /// Resolves a label; total: an invalid one comes out refused.
  package func compile(_ label: Label) -> CompiledLabel {
    if let refusal = refusal(of: label) { return refused(refusal) }
    var restrictive = BitSet(capacity: index.rules.count)
    for category in label.restrictive.categories {
      if let bit = index.values[category] { restrictive.insert(bit) }
    }
    let permissive = label.permissive.groups.map { group in
      var values = BitSet(capacity: index.rules.count)
      for value in group.values {
        if let bit = index.values[Category(group.tagSet, value)] { values.insert(bit) }
      }
      return CompiledLabel.Release(tagSet: index.tagSets[group.tagSet] ?? -1, values: values)
    }
    return CompiledLabel(
      refusal: nil, classification: label.classification, scheme: fingerprint,
      isNeverOpened: isNeverOpened(label), restrictive: restrictive, permissive: permissive)
  }

  /// Decodes and resolves an encoded label; total: what is not a label comes out refused.
  package func compile(encoded bytes: [UInt8]) -> CompiledLabel {
    do throws(LabelCodecError) {
      return compile(try Label(encoded: bytes))
    } catch {
      return refused(error.refusal)
    }
  }

  private func isNeverOpened(_ label: Label) -> Bool {
    CategoryKind.allCases.contains { kind in
      label[kind].categories.contains { category in
        index.values[category].map { index.rules[$0].isNeverOpened } ?? true
      }
    }
  }

  private func refused(_ refusal: LabelRefusal) -> CompiledLabel {
    CompiledLabel(
      refusal: refusal, classification: .veryRestricted, scheme: fingerprint, isNeverOpened: true,
      restrictive: BitSet(capacity: 0), permissive: [])
  }
}
