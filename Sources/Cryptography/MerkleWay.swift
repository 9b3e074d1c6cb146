/// The way from a leaf to the root (RFC 9162 §2.1.3.2), one sibling a step.
struct MerkleWay: Equatable {
  /// The index of the node within its level.
  private(set) var node: UInt64
  /// The index of the last node of that level.
  private(set) var last: UInt64
  /// The hash of the node.
  private(set) var hash: Digest

  /// At the leaf of `index`, which is below `size`.
  init(leaf: Digest, index: UInt64, size: UInt64) {
    node = index
    last = size - 1
    hash = leaf
  }

  /// Whether there is nothing above.
  var isAtRoot: Bool { last == 0 }

  /// Goes up past a sibling; false when there is nothing above.
  mutating func climb(past sibling: Digest) -> Bool {
    guard last != 0 else { return false }
    if node & 1 == 1 || node == last {
      hash = MerkleTree.nodeHash(sibling, hash)
      while node & 1 == 0 && node != 0 { (node, last) = (node >> 1, last >> 1) }
    } else {
      hash = MerkleTree.nodeHash(hash, sibling)
    }
    (node, last) = (node >> 1, last >> 1)
    return true
  }
}
