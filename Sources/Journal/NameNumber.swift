/// The number under which one journal keeps the name of a principal, a subscription or a rule.
package struct NameNumber: Hashable, Sendable {
  package let rawValue: UInt32

  /// Stands for a name that got no number because the journal has none left.
  package static let unnamed = NameNumber(rawValue: .max)

  package init(rawValue: UInt32) { self.rawValue = rawValue }
}
