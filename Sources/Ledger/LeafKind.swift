/// What a leaf tells of. An open list: a number that this version does not know is as valid as any.
package struct LeafKind: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package static let refusal = LeafKind(rawValue: 1)
  package static let sessionRefused = LeafKind(rawValue: 2)
  package static let policyActivated = LeafKind(rawValue: 3)
  package static let policyRefused = LeafKind(rawValue: 4)
  package static let revocation = LeafKind(rawValue: 5)
  package static let keyChange = LeafKind(rawValue: 6)
  package static let breakGlassApproved = LeafKind(rawValue: 17)
  package static let breakGlassActivated = LeafKind(rawValue: 18)
  package static let breakGlassUsed = LeafKind(rawValue: 19)
  package static let breakGlassRenewed = LeafKind(rawValue: 20)
  package static let breakGlassEnded = LeafKind(rawValue: 21)
  package static let breakGlassReviewed = LeafKind(rawValue: 22)
  package static let breakGlassRefused = LeafKind(rawValue: 23)
  package static let breakGlassReviewMissing = LeafKind(rawValue: 24)
  package static let start = LeafKind(rawValue: 32)
  package static let stop = LeafKind(rawValue: 33)
  package static let journalRenewed = LeafKind(rawValue: 34)
  package static let damage = LeafKind(rawValue: 35)
  package static let clockStep = LeafKind(rawValue: 36)
  package static let openingsErased = LeafKind(rawValue: 37)

  private static let names: [UInt64: String] = [
    1: "refusal", 2: "session-refused", 3: "policy-activated", 4: "policy-refused",
    5: "revocation", 6: "key-change", 17: "break-glass-approved",
    18: "break-glass-activated", 19: "break-glass-used", 20: "break-glass-renewed",
    21: "break-glass-ended", 22: "break-glass-reviewed", 23: "break-glass-refused",
    24: "break-glass-review-missing", 32: "start", 33: "stop", 34: "journal-renewed",
    35: "damage", 36: "clock-step", 37: "openings-erased",
  ]
}

extension LeafKind: CustomStringConvertible {
  /// Its name, or `kind-77`.
  package var description: String { Self.names[rawValue] ?? "kind-\(rawValue)" }
}
