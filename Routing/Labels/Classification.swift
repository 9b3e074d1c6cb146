/// The HL7 confidentiality of a content, from "anyone may see it" to "almost nobody may".
///
/// Raw values are the wire form. The order is used by ``Label/joined(with:)`` and by floors and
/// ceilings only; who may read is decided by set membership (``ClassificationSet``), never by this
/// order. Source: HL7 v3 code system Confidentiality (2.16.840.1.113883.5.25).
package enum Classification: UInt8, Comparable, Hashable, Sendable, CaseIterable {
  case unrestricted = 0
  case low = 1
  case moderate = 2
  case normal = 3
  case restricted = 4
  case veryRestricted = 5

  /// The HL7 code: `U`, `L`, `M`, `N`, `R` or `V`.
  package var code: String {
    switch self {
    case .unrestricted: "U"
    case .low: "L"
    case .moderate: "M"
    case .normal: "N"
    case .restricted: "R"
    case .veryRestricted: "V"
    }
  }

  /// The classification of an HL7 code; exactly one upper-case letter.
  package init?(code: String) {
    guard let match = Classification.allCases.first(where: { $0.code == code }) else { return nil }
    self = match
  }

  package static func < (left: Classification, right: Classification) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A set of classifications: what a clearance holds and what a scheme admits.
///
/// A set and not a maximum: a system may be cleared for the more sensitive data only, and being
/// cleared up to `R` means listing `U` to `R`.
package struct ClassificationSet: Hashable, Sendable {
  /// Bit n stands for the classification of raw value n.
  package private(set) var bits: UInt8

  package static let none = ClassificationSet([])
  package static let all = ClassificationSet(Classification.allCases)

  /// The set of the given classifications.
  package init(_ members: some Sequence<Classification>) {
    bits = members.reduce(0) { $0 | 1 << $1.rawValue }
  }

  /// Every classification up to and including `highest`.
  package init(upTo highest: Classification) {
    self.init(Classification.allCases.filter { $0 <= highest })
  }

  /// Whether the classification is in the set.
  package func contains(_ member: Classification) -> Bool { bits & (1 << member.rawValue) != 0 }

  /// Whether every member of this set is in the other.
  package func isSubset(of other: ClassificationSet) -> Bool { bits & ~other.bits == 0 }

  /// What is in both.
  package func intersection(_ other: ClassificationSet) -> ClassificationSet {
    var result = self
    result.bits &= other.bits
    return result
  }

  /// What is in this set and not in the other.
  package func subtracting(_ other: ClassificationSet) -> ClassificationSet {
    var result = self
    result.bits &= ~other.bits
    return result
  }

  /// The members, lowest first.
  package var members: [Classification] { Classification.allCases.filter(contains) }
}
