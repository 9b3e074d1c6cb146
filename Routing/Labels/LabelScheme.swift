/// The vocabulary of labels: which classifications, tag sets and values there are, and which labels
/// are valid.
///
/// Immutable and checked when made. What it does not name does not exist: an unknown policy,
/// classification, tag set or value refuses the label. Corresponds to the security policy
/// information file (SPIF) of ITU-T X.841.
package struct LabelScheme: Sendable {
  /// The restrictive tag set that every label above U must carry.
  package static let compartmentTagSet = "compartment"

  /// Identifier, by which labels and clearances name the scheme.
  package let policy: String
  package let classifications: ClassificationSet
  package let tagSets: [TagSet]
  package let requirements: [Requirement]
  /// Tells schemes of one process apart, so that nothing compiled under one is used under another.
  /// FNV-1a over the encoding: a guard against mistakes, no proof against an author of schemes.
  package let fingerprint: UInt64

  let index: SchemeIndex

  package init(
    policy: String, classifications: ClassificationSet, tagSets: [TagSet],
    requirements: [Requirement] = []
  ) throws(LabelSchemeFault) {
    self.policy = policy
    self.classifications = classifications
    self.tagSets = tagSets
    self.requirements = requirements
    guard Name.isValid(policy) else { throw .malformedName }
    guard !classifications.members.isEmpty else { throw .noClassification }
    index = try SchemeIndex(tagSets)
    try Self.check(requirements, index)
    guard tagSets.contains(where: { $0.id == Self.compartmentTagSet && $0.kind == .restrictive })
    else { throw .compartmentTagSetMissing }
    fingerprint = Self.fingerprint(policy, classifications, tagSets, requirements)
  }

  /// The tag set of an id.
  package func tagSet(_ id: String) -> TagSet? {
    index.tagSets[id].map { tagSets[$0] }
  }

  private static func check(
    _ requirements: [Requirement], _ index: SchemeIndex
  ) throws(LabelSchemeFault) {
    guard requirements.count <= LabelLimit.schemeRequirementsMax else { throw .tooLarge }
    for requirement in requirements {
      guard !requirement.categories.isEmpty else { throw .emptyTagSet }
      for category in requirement.categories where index.values[category] == nil {
        throw .unknownCategory
      }
    }
  }
}

extension LabelScheme: Hashable {
  package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

  package static func == (left: LabelScheme, right: LabelScheme) -> Bool {
    left.policy == right.policy && left.classifications == right.classifications
      && left.tagSets == right.tagSets && left.requirements == right.requirements
  }
}

/// Numbers for tag sets and values, so that labels and clearances become bits.
struct SchemeIndex: Sendable {
  /// Place of a tag set in the scheme.
  private(set) var tagSets: [String: Int] = [:]
  /// Bit of a value; bits run through all tag sets.
  private(set) var values: [Category: Int] = [:]
  /// The value of a bit.
  private(set) var rules: [TagValue] = []

  init(_ declared: [TagSet]) throws(LabelSchemeFault) {
    guard declared.count <= LabelLimit.schemeTagSetsMax else { throw .tooLarge }
    for (place, tagSet) in declared.enumerated() {
      guard Name.isValid(tagSet.id), Self.isTitle(tagSet.title) else { throw .malformedName }
      guard tagSets.updateValue(place, forKey: tagSet.id) == nil else { throw .duplicateTagSet }
      guard !tagSet.values.isEmpty else { throw .emptyTagSet }
      for value in tagSet.values {
        guard Name.isValid(value.name) else { throw .malformedName }
        let category = Category(tagSet.id, value.name)
        guard values.updateValue(rules.count, forKey: category) == nil else {
          throw .duplicateValue
        }
        rules.append(value)
      }
      guard rules.count <= LabelLimit.schemeValuesMax else { throw .tooLarge }
    }
  }

  private static func isTitle(_ text: String) -> Bool {
    !text.utf8.isEmpty && text.utf8.count <= LabelLimit.titleBytesMax
      && text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
  }
}
