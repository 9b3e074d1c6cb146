/// The confidentiality label of a message: what it is, and what a reader must hold.
///
/// Model of NATO ADatP-4774 and ITU-T X.841, with HL7 confidentiality as the classification. A
/// label carries meaning only within a ``LabelScheme``: until ``LabelScheme/refusal(of:)`` is nil
/// it is a claim.
package struct Label: Hashable, Sendable {
  /// Identifier of the label scheme under which it was made.
  package var policy: String
  package var classification: Classification
  /// All must be held by a reader.
  package var restrictive: CategorySet
  /// Per tag set one must be held; a tag set without values releases to nobody.
  package var permissive: CategorySet
  package var informative: CategorySet

  package init(
    policy: String, classification: Classification, restrictive: CategorySet = [],
    permissive: CategorySet = [], informative: CategorySet = []
  ) {
    self.policy = policy
    self.classification = classification
    self.restrictive = restrictive
    self.permissive = permissive
    self.informative = informative
  }

  /// The categories of one kind.
  package subscript(kind: CategoryKind) -> CategorySet {
    get {
      switch kind {
      case .restrictive: restrictive
      case .permissive: permissive
      case .informative: informative
      }
    }
    set {
      switch kind {
      case .restrictive: restrictive = newValue
      case .permissive: permissive = newValue
      case .informative: informative = newValue
      }
    }
  }

  /// The label of a content made from two: the least that protects both.
  ///
  /// The higher classification, all restrictive values, and for every tag set of release lists what
  /// both release to: possibly nobody, which stays on the label as an empty tag set. Nil if the
  /// policies differ: there is no such label.
  package func joined(with other: Label) -> Label? {
    guard policy == other.policy else { return nil }
    return Label(
      policy: policy,
      classification: max(classification, other.classification),
      restrictive: restrictive.union(other.restrictive),
      permissive: permissive.intersectionWherePresent(other.permissive),
      informative: informative.union(other.informative))
  }
}
