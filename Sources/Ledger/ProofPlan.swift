package import Cryptography

/// Which parts of a tree a proof consists of: ranges of leaves, whose roots are the path, from the
/// leaf up. One pass over the leaves gives them all, with memory for a logarithm of them.
package struct ProofPlan: Hashable, Sendable {
  /// In the order of the path; none overlaps another.
  package let ranges: [Range<UInt64>]

  /// The inclusion path of a leaf (RFC 9162 §2.1.3.1); nil when there is no such leaf.
  package init?(leaf index: UInt64, of size: UInt64) {
    guard index < size else { return nil }
    var ranges: [Range<UInt64>] = []
    var (first, end) = (UInt64(0), size)
    while end - first > 1 {
      let middle = first + Self.split(end - first)
      if index < middle {
        ranges.append(middle..<end)
        end = middle
      } else {
        ranges.append(first..<middle)
        first = middle
      }
    }
    self.ranges = ranges.reversed()
  }

  /// The consistency path from a size to a later one (RFC 9162 §2.1.4.1); empty between equals and
  /// from nothing; nil when the later one is smaller.
  package init?(from old: UInt64, to size: UInt64) {
    guard old <= size else { return nil }
    var ranges: [Range<UInt64>] = []
    var (first, end) = (UInt64(0), size)
    var isWhole = true
    while old > 0, old < end {
      let middle = first + Self.split(end - first)
      if old <= middle {
        ranges.append(middle..<end)
        end = middle
      } else {
        ranges.append(first..<middle)
        first = middle
        isWhole = false
      }
    }
    // The old tree's last subtree: its root is known to who has the old head, if it is all of it.
    if old > 0, !isWhole { ranges.append(first..<end) }
    self.ranges = ranges.reversed()
  }

  /// The largest power of two below `count`, which is at least 2.
  private static func split(_ count: UInt64) -> UInt64 {
    1 << (UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}

/// Computes the path of a plan from the leaves, given in order.
package struct ProofBuilder {
  private let plan: ProofPlan
  /// The plan's ranges, in the order of the leaves, with their place in the path.
  private let order: [(place: Int, range: Range<UInt64>)]
  private var current = 0
  private var index: UInt64 = 0
  private var frontier = MerkleFrontier()
  private var roots: [Digest?]

  package init(_ plan: ProofPlan) {
    self.plan = plan
    order = plan.ranges.enumerated().map { ($0.offset, $0.element) }
      .sorted { $0.1.lowerBound < $1.1.lowerBound }
    roots = Array(repeating: nil, count: plan.ranges.count)
  }

  /// The next leaf's hash.
  package mutating func append(_ leaf: Digest) {
    defer { index += 1 }
    guard current < order.count, order[current].range.contains(index) else { return }
    frontier.append(leaf)
    guard index + 1 == order[current].range.upperBound else { return }
    roots[order[current].place] = frontier.root
    frontier = MerkleFrontier()
    current += 1
  }

  /// The path; nil while leaves are missing.
  package var path: [Digest]? {
    let found = roots.compactMap(\.self)
    return found.count == roots.count ? found : nil
  }
}
