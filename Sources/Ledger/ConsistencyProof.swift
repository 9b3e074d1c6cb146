package import Cryptography

/// That one tree continues another (RFC 9162 §2.1.4).
package struct ConsistencyProof: Hashable, Sendable {
  package let old: UInt64
  package let path: [Digest]

  package init(old: UInt64, path: [Digest]) {
    self.old = old
    self.path = path
  }

  /// Whether a tree of `size` leaves with the root `root` begins with the tree of ``old`` leaves
  /// with the root `oldRoot` (RFC 9162 §2.1.4.2).
  package func isValid(from oldRoot: Digest, to root: Digest, size: UInt64) -> Bool {
    guard old <= size else { return false }
    if old == size { return path.isEmpty && oldRoot == root }
    if old == 0 { return path.isEmpty && oldRoot == MerkleFrontier().root }
    var rest = path[...]
    var (node, last) = (old - 1, size - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    // A whole left subtree stands for itself: the path does not repeat it.
    guard let first = node == 0 ? oldRoot : rest.popFirst() else { return false }
    var (oldHash, hash) = (first, first)
    for sibling in rest {
      guard last != 0 else { return false }
      if node & 1 == 1 || node == last {
        oldHash = MerkleTree.nodeHash(sibling, oldHash)
        hash = MerkleTree.nodeHash(sibling, hash)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = MerkleTree.nodeHash(hash, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && oldHash == oldRoot && hash == root
  }
}
