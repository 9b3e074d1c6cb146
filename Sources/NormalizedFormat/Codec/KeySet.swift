/// A set of map keys below 64.
package struct KeySet: ExpressibleByArrayLiteral, Equatable, Sendable {
  private var bits: UInt64 = 0

  /// Makes a set; keys of 64 and more are a defect and trap.
  package init(arrayLiteral keys: UInt64...) {
    for key in keys {
      precondition(key < 64, "required keys lie below 64")
      insert(key)
    }
  }

  /// Adds a key; one of 64 or more is not kept, for none is ever required.
  package mutating func insert(_ key: UInt64) {
    if key < 64 { bits |= 1 << key }
  }

  /// Whether the other set's keys are all in this one.
  package func contains(_ other: KeySet) -> Bool { bits & other.bits == other.bits }
}
