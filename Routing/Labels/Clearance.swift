/// What a principal may see: a set of classifications and the category values it holds.
///
/// Restrictive and permissive values stand together; the scheme says of which kind a tag set is.
package struct Clearance: Hashable, Sendable {
  /// Identifier of the label scheme under which it was given.
  package var policy: String
  package var classifications: ClassificationSet
  package var categories: CategorySet

  package init(
    policy: String, classifications: ClassificationSet, categories: CategorySet = []
  ) {
    self.policy = policy
    self.classifications = classifications
    self.categories = categories
  }
}
