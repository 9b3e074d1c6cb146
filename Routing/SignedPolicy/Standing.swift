package import Policy

/// How a verified document stands to what was accepted before it.
package struct Standing: Hashable, Sendable {
  package enum Novelty: Hashable, Sendable {
    /// Nothing was accepted before.
    case first
    /// The very document that was accepted before.
    case same
    /// The version after it.
    case next
  }

  package let novelty: Novelty
  /// Freshness at the time it was verified.
  package let freshness: Freshness
  /// Whether it was issued later than any clock that is wrong by less than a day may show.
  package let isAhead: Bool

  /// How far behind a clock may be, in seconds.
  static let aheadMax: Int64 = 86_400

  init(_ novelty: Novelty, _ edition: Edition, at time: Int64) {
    self.novelty = novelty
    freshness = edition.freshness(at: time)
    let (limit, overflow) = time.addingReportingOverflow(Self.aheadMax)
    isAhead = !overflow && edition.issued > limit
  }

  /// Whether it may grant. A document that was expired when it first came, or that comes from the
  /// future, may only take away: its revocations, closures and denies apply, and what ran before
  /// goes on.
  package var mayGrant: Bool { novelty == .same || (freshness == .fresh && !isAhead) }
}
