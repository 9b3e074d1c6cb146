/// A restrictive category resolved against a scheme, to ask many labels for it.
package struct CategoryHandle: Hashable, Sendable {
  let scheme: UInt64
  let bit: Int
}

extension LabelScheme {
  /// The handle of a category; nil if the scheme does not have it.
  package func handle(_ category: Category) -> CategoryHandle? {
    index.values[category].map { CategoryHandle(scheme: fingerprint, bit: $0) }
  }
}

extension CompiledLabel {
  /// Whether the label carries the restrictive category; never for an invalid label.
  package func carries(_ category: CategoryHandle) -> Bool {
    refusal == nil && scheme == category.scheme && restrictive.contains(category.bit)
  }
}
