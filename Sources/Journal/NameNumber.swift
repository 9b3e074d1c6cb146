/// The number under which one journal keeps the name of a principal, a subscription or a rule.
package struct NameNumber: Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }
}
