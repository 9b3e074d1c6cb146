package import Cryptography
package import Ledger

/// What a walk over the whole ledger found.
package struct LedgerVerification: Equatable, Sendable {
  /// The tree of the leaves that are there.
  package fileprivate(set) var tree = MerkleFrontier()
  /// The roots at the sizes that were asked for.
  package fileprivate(set) var roots: [UInt64: Digest] = [:]
  /// Leaves whose commitments can be opened, and were.
  package fileprivate(set) var opened: UInt64 = 0
  /// What does not hold, in the order of the leaves; the first ones.
  package fileprivate(set) var faults: [LedgerFault] = []

  fileprivate mutating func fail(_ code: LedgerFault.Code, at place: UInt64) {
    guard faults.count < JournalLimit.damagedListedMax else { return }
    faults.append(LedgerFault(code, at: place))
  }
}

extension JournalReader {
  /// Reads every leaf and opening, computes the tree anew and holds it against the one that is
  /// kept. A cell may write meanwhile: what was there at the beginning is looked at.
  ///
  /// - Parameter sizes: at which the root is wanted, to be held against heads.
  package func verifyLedger(
    rootsAt sizes: Set<UInt64> = []
  ) throws(JournalError) -> LedgerVerification {
    var result = LedgerVerification()
    let kept: MerkleFrontier
    do throws(JournalError) {
      kept = try ledger()
    } catch  where error.place == .ledger {
      result.fail(.missingLeaf, at: 0)
      return result
    }
    result.note(sizes)
    while result.tree.size < kept.size {
      let leaves = try leaves(from: result.tree.size, upTo: kept.size)
      if leaves.isEmpty { break }
      for leaf in leaves {
        guard leaf.index == result.tree.size else { break }
        result.take(leaf)
        result.note(sizes)
        try check(&result)
      }
      guard leaves.last.map({ $0.index + 1 }) == result.tree.size else { break }
    }
    if result.tree.size < kept.size {
      result.fail(.missingLeaf, at: result.tree.size)
    } else if result.tree != kept {
      result.fail(.wrongTree, at: kept.size)
    }
    return result
  }

  /// Holds a tree of the past against the one that is kept.
  private func check(_ result: inout LedgerVerification) throws(JournalError) {
    guard result.tree.size % JournalLimit.frontierInterval == 0, let ledger = tables.ledger else {
      return
    }
    let size = result.tree.size
    let kept = try environment.read { (reading) throws(JournalError) in
      try reading.frontier(at: size, ledger)
    }
    if kept != result.tree { result.fail(.wrongTree, at: size) }
  }

  /// The path of a proof.
  package func path(of plan: ProofPlan, size: UInt64) throws(JournalError) -> [Digest]? {
    var builder = ProofBuilder(plan)
    var index: UInt64 = 0
    while index < size {
      let leaves = try leaves(from: index, upTo: size)
      guard !leaves.isEmpty else { return nil }
      for leaf in leaves {
        guard leaf.index == index else { return nil }
        builder.append(MerkleTree.leafHash(leaf.leaf))
        index += 1
      }
    }
    return builder.path
  }
}

extension LedgerVerification {
  fileprivate mutating func note(_ sizes: Set<UInt64>) {
    if sizes.contains(tree.size) { roots[tree.size] = tree.root }
  }

  fileprivate mutating func take(_ stored: StoredLeaf) {
    do throws(LedgerFault) {
      let leaf = try Leaf(encoded: stored.leaf)
      switch stored.opening {
      case .absent: break
      case .damaged: fail(.wrongOpening, at: stored.index)
      case .present(let bytes):
        try LeafOpening(encoded: bytes).check(leaf)
        opened += 1
      }
    } catch {
      fail(error.code, at: stored.index)
    }
    tree.append(MerkleTree.leafHash(stored.leaf))
  }
}
