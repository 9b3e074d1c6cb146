import Cryptography
import Ledger
import Testing

/// `Vectors/tree.json`: the eight leaves of the reference implementation of RFC 6962.
private struct TreeFile: Decodable, Sendable {
  struct Inclusion: Decodable, Sendable {
    let index: UInt64
    let size: UInt64
    let path: [String]
  }

  struct Consistency: Decodable, Sendable {
    let old: UInt64
    let size: UInt64
    let path: [String]
  }

  let leaves: [String]
  let roots: [String]
  let inclusion: [Inclusion]
  let consistency: [Consistency]

  static let shared = Result { try Vectors.load("tree", as: TreeFile.self) }

  func hashes() throws -> [Digest] { try leaves.map { MerkleTree.leafHash(try hex($0)) } }
}

@Suite struct TreeTests {
  private func frontier(_ leaves: some Sequence<Digest>) -> MerkleFrontier {
    var frontier = MerkleFrontier()
    for leaf in leaves { frontier.append(leaf) }
    return frontier
  }

  private func path(_ plan: ProofPlan?, _ leaves: some Sequence<Digest>) throws -> [Digest] {
    var builder = ProofBuilder(try #require(plan))
    for leaf in leaves { builder.append(leaf) }
    return try #require(builder.path)
  }

  private func many(_ count: Int) -> [Digest] {
    (0..<count).map { MerkleTree.leafHash([UInt8($0 & 255), UInt8($0 >> 8)]) }
  }

  @Test func `RFC 6962: the known leaves give the known roots`() throws {
    let file = try TreeFile.shared.get()
    // As published with the reference implementation.
    #expect(
      file.roots[8] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    let hashes = try file.hashes()
    for size in 0...8 {
      let frontier = frontier(hashes.prefix(size))
      #expect(frontier.root.description == file.roots[size])
      #expect(MerkleFrontier(encoded: frontier.encoded) == frontier)
    }
  }

  @Test func `RFC 6962: the known paths are given, and lead to the roots`() throws {
    let file = try TreeFile.shared.get()
    let hashes = try file.hashes()
    for vector in file.inclusion {
      let found = try path(ProofPlan(leaf: vector.index, of: vector.size), hashes)
      #expect(found.map(\.description) == vector.path)
    }
    for vector in file.consistency {
      let found = try path(ProofPlan(from: vector.old, to: vector.size), hashes)
      #expect(found.map(\.description) == vector.path)
      let proof = ConsistencyProof(old: vector.old, path: found)
      let (old, new) = (file.roots[Int(vector.old)], file.roots[Int(vector.size)])
      #expect(proof.isValid(from: try digest(old), to: try digest(new), size: vector.size))
    }
  }

  @Test func `every size up to 70: frontier, tree, inclusion and consistency agree`() throws {
    let leaves = many(70)
    let roots = (0...70).map { MerkleTree.root(of: Array(leaves.prefix($0))) }
    for size in 1...70 {
      #expect(frontier(leaves.prefix(size)).root == roots[size])
      for index in 0..<size {
        let found = try path(ProofPlan(leaf: UInt64(index), of: UInt64(size)), leaves)
        #expect(found == MerkleTree.inclusionPath(index, Array(leaves.prefix(size))))
      }
      for old in 0...size {
        let found = try path(ProofPlan(from: UInt64(old), to: UInt64(size)), leaves)
        let proof = ConsistencyProof(old: UInt64(old), path: found)
        let isValid = proof.isValid(from: roots[old], to: roots[size], size: UInt64(size))
        #expect(isValid, "from \(old) to \(size)")
        refuseNeighbours(of: proof, roots, old, size)
      }
    }
  }

  /// A proof that is not the one: other roots, a hash more or less.
  private func refuseNeighbours(
    of proof: ConsistencyProof, _ roots: [Digest], _ old: Int, _ size: Int
  ) {
    let (before, after) = (roots[old], roots[size])
    let other = SHA256.hash([9])
    let more = ConsistencyProof(old: proof.old, path: proof.path + [other])
    #expect(!more.isValid(from: before, to: after, size: UInt64(size)))
    #expect(!proof.isValid(from: other, to: after, size: UInt64(size)))
    if old > 0 { #expect(!proof.isValid(from: before, to: other, size: UInt64(size))) }
    guard !proof.path.isEmpty else { return }
    let less = ConsistencyProof(old: proof.old, path: proof.path.dropLast())
    #expect(!less.isValid(from: before, to: after, size: UInt64(size)))
  }

  @Test func `case 79: a leaf altered, deleted, inserted or moved shows in the root`() throws {
    let leaves = many(9)
    let root = frontier(leaves).root
    var altered = leaves
    altered[4] = MerkleTree.leafHash([1, 2, 3])
    var deleted = leaves
    deleted.remove(at: 4)
    var inserted = leaves
    inserted.insert(leaves[0], at: 4)
    var moved = leaves
    moved.swapAt(3, 4)
    for changed in [altered, deleted, inserted, moved] {
      #expect(frontier(changed).root != root)
      // Nor does any proof lead from the head before to a head over the changed leaves.
      guard changed.count >= 9 else { continue }
      let size = UInt64(changed.count)
      let found = try path(ProofPlan(from: 8, to: size), changed)
      let proof = ConsistencyProof(old: 8, path: found)
      let before = frontier(leaves.prefix(8)).root
      #expect(!proof.isValid(from: before, to: frontier(changed).root, size: size))
    }
  }

  @Test func `what can't be is no plan and no frontier`() {
    #expect(ProofPlan(leaf: 3, of: 3) == nil)
    #expect(ProofPlan(from: 4, to: 3) == nil)
    #expect(MerkleFrontier(size: 3, hashes: [SHA256.hash([])]) == nil)
    #expect(MerkleFrontier(encoded: [1, 2, 3]) == nil)
    #expect(MerkleFrontier(encoded: MerkleFrontier().encoded + [0]) == nil)
  }
}
