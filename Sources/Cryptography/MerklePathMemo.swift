/// Finds the roots that inclusion proofs lead to, and remembers the last way up.
///
/// The messages of a batch come one after the other and share most of their ways: from where two
/// meet, with the same hash and the same siblings left, the end is the same too. So a batch of n
/// costs some 2n hashes instead of n·log n. This is only a memory of a pure function's results: it
/// gives what ``MerkleTree`` gives, for any input.
package struct MerklePathMemo {
  /// A step of the last way: where it starts from, and past which sibling.
  ///
  /// The node's index alone does not say where: nodes that rise without a sibling skip levels, so
  /// the same index can stand at the same step on two levels. All of the way's state is compared.
  private struct Step: Equatable {
    var way: MerkleWay
    var sibling: Digest
  }

  private var size: UInt64 = 0
  private var steps: [Step] = []
  private var root: Digest?

  /// A memo that remembers nothing yet.
  package init() {}

  /// As `MerkleTree.root(from:index:size:path:)`, for a path that `sibling` gives, lowest first.
  package mutating func root(
    from leaf: Digest, index: UInt64, size: UInt64, pathCount: Int, sibling: (Int) -> Digest
  ) -> Digest? {
    guard index < size else { return nil }
    let isComparable = size == self.size && pathCount == steps.count && root != nil
    if !isComparable { forget(size: size) }
    var way = MerkleWay(leaf: leaf, index: index, size: size)
    for height in 0..<pathCount {
      let step = Step(way: way, sibling: sibling(height))
      if isComparable {
        if meets(step, at: height, sibling) { return root }
        steps[height] = step
      } else {
        steps.append(step)
      }
      guard way.climb(past: step.sibling) else {
        forget(size: 0)
        return nil
      }
    }
    root = way.isAtRoot ? way.hash : nil
    return root
  }

  /// Whether the last way was at the same place with the same hash, and went on past the same
  /// siblings.
  private func meets(_ step: Step, at height: Int, _ sibling: (Int) -> Digest) -> Bool {
    guard steps[height] == step else { return false }
    return (height + 1..<steps.count).allSatisfy { steps[$0].sibling == sibling($0) }
  }

  private mutating func forget(size: UInt64) {
    self.size = size
    steps.removeAll(keepingCapacity: true)
    root = nil
  }
}
