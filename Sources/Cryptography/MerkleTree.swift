/// A Merkle tree over leaf hashes, as RFC 6962 §2.1 (and RFC 9162 §2.1) defines it with SHA-256.
///
/// A leaf's hash is H(0x00 ‖ data), an inner node's H(0x01 ‖ left ‖ right): a node can't pose as a
/// leaf. The left subtree holds the largest power of two of leaves that leaves at least one for the
/// right.
package struct MerkleTree: Sendable {
  /// The hashes level by level: the leaves first, the root last. A node without a sibling rises as
  /// it is.
  private let levels: [[Digest]]

  /// The tree over `leaves`, which are leaf hashes and at least one.
  package init?(leaves: [Digest]) {
    guard !leaves.isEmpty else { return nil }
    var levels = [leaves]
    var level = leaves
    while level.count > 1 {
      level = ThreadHasher.withHasher { MerkleTree.parents(of: level, &$0) }
      levels.append(level)
    }
    self.levels = levels
  }

  /// The number of leaves.
  package var count: Int { levels[0].count }

  /// The hash that stands for all leaves.
  package var root: Digest { levels[levels.count - 1][0] }

  /// The siblings on the way from a leaf to the root, lowest first; `index` is in 0..<count.
  package func inclusionPath(_ index: Int) -> [Digest] {
    var path: [Digest] = []
    path.reserveCapacity(levels.count - 1)
    for (height, level) in levels.dropLast().enumerated() {
      let sibling = (index >> height) ^ 1
      if sibling < level.count { path.append(level[sibling]) }
    }
    return path
  }

  private static func parents(of level: [Digest], _ hasher: inout SHA256Hasher) -> [Digest] {
    var above: [Digest] = []
    above.reserveCapacity((level.count + 1) / 2)
    for left in stride(from: 0, to: level.count - 1, by: 2) {
      above.append(nodeHash(level[left], level[left + 1], &hasher))
    }
    if level.count % 2 == 1 { above.append(level[level.count - 1]) }
    return above
  }
}

extension MerkleTree {
  /// The hash of a leaf with this content.
  package static func leafHash(_ data: [UInt8]) -> Digest {
    ThreadHasher.withHasher { hasher in
      hasher.update(0 as UInt8)
      hasher.update(data)
      return hasher.finalize()
    }
  }

  /// The hash of an inner node.
  package static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
    ThreadHasher.withHasher { nodeHash(left, right, &$0) }
  }

  @inline(__always)
  private static func nodeHash(
    _ left: Digest, _ right: Digest, _ hasher: inout SHA256Hasher
  ) -> Digest {
    // One update of 65 bytes costs a third of three updates.
    withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest.byteCount, alignment: 8) { buffer in
      buffer[0] = 1
      left.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: $0)
      }
      right.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: buffer[(1 + Digest.byteCount)...]).copyMemory(
          from: $0)
      }
      hasher.update(UnsafeRawBufferPointer(buffer))
      return hasher.finalize()
    }
  }

  /// The root over these leaf hashes; of none, the hash of nothing (RFC 6962 §2.1).
  package static func root(of leaves: [Digest]) -> Digest {
    MerkleTree(leaves: leaves)?.root ?? SHA256.hash([])
  }

  /// The inclusion path of the leaf at `index`, which is in `leaves`. For all paths of one tree,
  /// make the tree.
  package static func inclusionPath(_ index: Int, _ leaves: [Digest]) -> [Digest] {
    MerkleTree(leaves: leaves)?.inclusionPath(index) ?? []
  }

  /// The root that a leaf and its inclusion path lead to (RFC 9162 §2.1.3.2); nil when `index` is
  /// not below `size` or the path has not exactly the length that both demand. The caller compares
  /// the root.
  package static func root(
    from leaf: Digest, index: UInt64, size: UInt64, path: [Digest]
  ) -> Digest? {
    guard index < size else { return nil }
    var way = MerkleWay(leaf: leaf, index: index, size: size)
    for sibling in path {
      guard way.climb(past: sibling) else { return nil }
    }
    return way.isAtRoot ? way.hash : nil
  }
}
