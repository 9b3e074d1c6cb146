package import Cryptography

/// A Merkle tree that grows, reduced to what it takes to go on: the roots of its complete subtrees,
/// the largest first, one for each bit of its size (RFC 6962 §2.1).
package struct MerkleFrontier: Hashable, Sendable {
  /// The number of leaves.
  package private(set) var size: UInt64 = 0
  /// The roots of the complete subtrees, largest first.
  package private(set) var hashes: [Digest] = []

  /// The tree without a leaf.
  package init() {}

  /// The tree of this size; nil when it can't have these hashes.
  package init?(size: UInt64, hashes: [Digest]) {
    guard hashes.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.hashes = hashes
  }

  /// Adds the hash of a leaf.
  package mutating func append(_ leaf: Digest) {
    var hash = leaf
    var rest = size
    while rest & 1 == 1, let left = hashes.popLast() {
      hash = MerkleTree.nodeHash(left, hash)
      rest >>= 1
    }
    hashes.append(hash)
    size += 1
  }

  /// The head of the tree; of no leaf, the hash of nothing.
  package var root: Digest {
    guard var hash = hashes.last else { return SHA256.hash([]) }
    for left in hashes.dropLast().reversed() { hash = MerkleTree.nodeHash(left, hash) }
    return hash
  }

  /// As bytes: size, then the hashes.
  package var encoded: [UInt8] {
    withUnsafeBytes(of: size.bigEndian) { Array($0) } + hashes.flatMap(\.bytes)
  }

  /// Reads what ``encoded`` wrote.
  package init?(encoded bytes: [UInt8]) {
    guard bytes.count >= 8, (bytes.count - 8) % Digest.byteCount == 0 else { return nil }
    let size = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    let hashes = stride(from: 8, to: bytes.count, by: Digest.byteCount).compactMap {
      Digest(bytes[$0..<$0 + Digest.byteCount])
    }
    self.init(size: size, hashes: hashes)
  }
}
