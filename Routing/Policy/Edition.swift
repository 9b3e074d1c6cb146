package import Cryptography

/// Where a document stands in its succession, and how long it is meant to.
package struct Edition: Hashable, Sendable {
  /// 1 for the first; each next is exactly one more.
  package var version: UInt64
  /// SHA-256 of the payload of the version before; nil for the first.
  package var previous: Digest?
  /// Seconds since the Unix epoch.
  package var issued: Int64
  /// Seconds since the Unix epoch, from which the document is stale.
  package var expires: Int64
  /// Seconds after `expires` from which only critical flows go on.
  package var grace: Int64

  package init(
    version: UInt64, previous: Digest?, issued: Int64, expires: Int64, grace: Int64 = 0
  ) {
    self.version = version
    self.previous = previous
    self.issued = issued
    self.expires = expires
    self.grace = grace
  }

  /// How fresh the document is. Time overflow reads as frozen.
  package func freshness(at time: Int64) -> Freshness {
    if time < expires { return .fresh }
    let (frozen, overflow) = expires.addingReportingOverflow(grace)
    return overflow || time >= frozen ? .frozen : .stale
  }
}

/// What the age of the documents still permits. Ordered from most to least.
package enum Freshness: Int, Hashable, Sendable, Comparable {
  /// All that the documents say.
  case fresh = 0
  /// Expired: what exists goes on, nothing new begins.
  case stale = 1
  /// Expired beyond grace: critical flows inside the compartment only.
  case frozen = 2

  package static func < (left: Freshness, right: Freshness) -> Bool {
    left.rawValue < right.rawValue
  }
}
