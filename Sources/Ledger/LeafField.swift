/// The key of a field of a leaf: 1…31 stand in clear and identify nobody, 32…63 are commitments.
package struct LeafField: Hashable, Sendable {
  package let number: UInt8

  /// Nil for a number that no field has.
  package init?(_ number: UInt64) {
    guard (1...63).contains(number) else { return nil }
    self.number = UInt8(number)
  }

  private init(known number: UInt8) { self.number = number }

  /// Whether the value is a commitment.
  package var isCommitted: Bool { number >= 32 }

  package static let document = LeafField(known: 1)
  package static let version = LeafField(known: 2)
  package static let digest = LeafField(known: 3)
  package static let journal = LeafField(known: 4)
  package static let key = LeafField(known: 5)
  package static let formerKey = LeafField(known: 6)
  package static let policyVersion = LeafField(known: 7)
  package static let breakGlass = LeafField(known: 8)
  package static let until = LeafField(known: 9)
  package static let formerJournal = LeafField(known: 10)
  package static let formerSize = LeafField(known: 11)
  package static let formerRoot = LeafField(known: 12)
  package static let forward = LeafField(known: 13)
  package static let back = LeafField(known: 14)
  package static let firstLeaf = LeafField(known: 15)
  package static let leafCount = LeafField(known: 16)
  package static let principal = LeafField(known: 32)
  package static let flow = LeafField(known: 33)
  package static let compartment = LeafField(known: 34)
  package static let patient = LeafField(known: 35)
  package static let subject = LeafField(known: 36)
  package static let secondPerson = LeafField(known: 37)
  package static let reason = LeafField(known: 38)
  package static let ticket = LeafField(known: 39)

  private static let names: [UInt8: String] = [
    1: "document", 2: "version", 3: "digest", 4: "journal", 5: "key", 6: "former-key",
    7: "policy-version", 8: "break-glass", 9: "until", 10: "former-journal", 11: "former-size",
    12: "former-root", 13: "forward", 14: "back", 15: "first-leaf", 16: "leaf-count",
    32: "principal", 33: "flow", 34: "compartment", 35: "patient", 36: "subject",
    37: "second-person", 38: "reason", 39: "ticket",
  ]
}

extension LeafField: Comparable, CustomStringConvertible {
  package static func < (left: LeafField, right: LeafField) -> Bool { left.number < right.number }

  /// Its name, or `field-21`.
  package var description: String { Self.names[number] ?? "field-\(number)" }
}

/// The value of a field of a leaf.
package enum LeafValue: Hashable, Sendable {
  case number(UInt64)
  /// An id or a digest, at most 32 bytes; a commitment has exactly 32.
  case bytes([UInt8])
}
