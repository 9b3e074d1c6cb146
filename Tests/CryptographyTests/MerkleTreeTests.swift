import Cryptography
import Testing

/// The eight inputs of the Certificate Transparency reference tests, and the roots they give.
@Suite struct MerkleTreeTests {
  static let inputs = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]
  static let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  private func leaves(_ count: Int) throws -> [Digest] {
    try Self.inputs.prefix(count).map { MerkleTree.leafHash(try hex($0)) }
  }

  private func manyLeaves(_ count: Int) -> [Digest] {
    (0..<count).map { MerkleTree.leafHash([UInt8($0 & 255), UInt8($0 >> 8)]) }
  }

  @Test(arguments: 1...8) func `known inputs give the known root`(count: Int) throws {
    let root = MerkleTree.root(of: try leaves(count))
    #expect(root.description == Self.roots[count - 1])
  }

  @Test func `the root of no leaves is the hash of nothing`() {
    #expect(MerkleTree.root(of: []) == SHA256.hash([]))
  }

  @Test func `a known inclusion path is given`() throws {
    // Certificate Transparency's reference: leaf 3 of 7 (index 2), then 3, 0..<2, 4..<7.
    let leaves = try leaves(7)
    let tail = MerkleTree.nodeHash(MerkleTree.nodeHash(leaves[4], leaves[5]), leaves[6])
    let expected = [leaves[3], MerkleTree.nodeHash(leaves[0], leaves[1]), tail]
    #expect(MerkleTree.inclusionPath(2, leaves) == expected)
  }

  @Test func `a leaf is not a node`() {
    let (left, right) = (MerkleTree.leafHash([1]), MerkleTree.leafHash([2]))
    #expect(MerkleTree.leafHash(left.bytes + right.bytes) != MerkleTree.nodeHash(left, right))
  }

  @Test func `every leaf of every tree up to 65 leads to the root`() throws {
    for size in 1...65 {
      let leaves = manyLeaves(size)
      let tree = try #require(MerkleTree(leaves: leaves))
      for index in 0..<size {
        let path = tree.inclusionPath(index)
        let root = MerkleTree.root(
          from: leaves[index], index: UInt64(index), size: UInt64(size), path: path)
        #expect(root == tree.root)
      }
    }
  }

  @Test func `a path one too short or too long leads nowhere`() throws {
    for size in 2...40 {
      let leaves = manyLeaves(size)
      let tree = try #require(MerkleTree(leaves: leaves))
      for index in 0..<size {
        let path = tree.inclusionPath(index)
        let (at, of) = (UInt64(index), UInt64(size))
        let short = MerkleTree.root(
          from: leaves[index], index: at, size: of, path: Array(path.dropLast()))
        let long = MerkleTree.root(
          from: leaves[index], index: at, size: of, path: path + [leaves[0]])
        #expect(short == nil)
        #expect(long == nil)
      }
    }
  }

  @Test func `the proof of one index does not lead to the root from another`() throws {
    for size in 2...33 {
      let leaves = manyLeaves(size)
      let tree = try #require(MerkleTree(leaves: leaves))
      let path = tree.inclusionPath(0)
      for index in 1..<size {
        let root = MerkleTree.root(
          from: leaves[0], index: UInt64(index), size: UInt64(size), path: path)
        #expect(root != tree.root)
      }
    }
  }

  @Test(arguments: zip([1, 8, 9, 0, UInt64.max, UInt64.max], [1, 8, 8, 0, 8, UInt64.max]))
  func `an index not below the size leads nowhere`(index: UInt64, size: UInt64) {
    let leaf = MerkleTree.leafHash([])
    #expect(MerkleTree.root(from: leaf, index: index, size: size, path: [leaf, leaf, leaf]) == nil)
  }

  @Test func `the largest size asks for a path of 64 and gets no further`() {
    let leaf = MerkleTree.leafHash([])
    let path = [Digest](repeating: leaf, count: 64)
    let of = UInt64.max
    #expect(MerkleTree.root(from: leaf, index: 0, size: of, path: path) != nil)
    #expect(MerkleTree.root(from: leaf, index: 0, size: of, path: Array(path.dropLast())) == nil)
  }
}

@Suite struct MerklePathMemoTests {
  /// What stands in a proof, and what it leads to without a memory.
  private struct Proof {
    var leaf: Digest
    var index: UInt64
    var size: UInt64
    var path: [Digest]

    var root: Digest? { MerkleTree.root(from: leaf, index: index, size: size, path: path) }

    func root(_ memo: inout MerklePathMemo) -> Digest? {
      memo.root(from: leaf, index: index, size: size, pathCount: path.count) { path[$0] }
    }
  }

  /// Knuth's MMIX generator: the same numbers at every run.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }
  }

  private func proofs(_ size: Int) throws -> [Proof] {
    let leaves = (0..<size).map { MerkleTree.leafHash([UInt8($0), UInt8(size)]) }
    let tree = try #require(MerkleTree(leaves: leaves))
    return (0..<size).map {
      Proof(
        leaf: leaves[$0], index: UInt64($0), size: UInt64(size), path: tree.inclusionPath($0))
    }
  }

  @Test func `it leads every proof of every tree to the same root, in order and backwards`() throws
  {
    var memo = MerklePathMemo()
    for size in 2...40 {
      let proofs = try proofs(size)
      for proof in proofs + proofs.reversed() {
        #expect(proof.root(&memo) == proof.root)
        #expect(proof.root != nil)
      }
    }
  }

  @Test func `the same index on two levels is not the same place`() throws {
    // Nodes that rise skip levels: an index can come at the same step of two paths on two levels.
    var memo = MerklePathMemo()
    let leaf = MerkleTree.leafHash([1])
    for size in 2...16 as ClosedRange<UInt64> {
      for first in 0..<size {
        for second in 0..<size {
          for count in 1...4 {
            let path = [Digest](repeating: leaf, count: count)
            let proofs = [first, second].map {
              Proof(leaf: leaf, index: $0, size: size, path: path)
            }
            for proof in proofs { #expect(proof.root(&memo) == proof.root) }
          }
        }
      }
    }
  }

  @Test func `it gives what the tree gives for damaged proofs, and recovers`() throws {
    var memo = MerklePathMemo()
    var random = Seeded(state: 1)
    let proofs = try [5, 8, 13, 32].flatMap(proofs)
    for _ in 0..<20_000 {
      let good = proofs[Int.random(in: proofs.indices, using: &random)]
      var proof = good
      let other = proofs[Int.random(in: proofs.indices, using: &random)]
      switch Int.random(in: 0..<8, using: &random) {
      case 0: proof.leaf = other.leaf
      case 1: proof.index = other.index
      case 2: proof.size = other.size
      case 3: proof.path = other.path
      case 4: proof.path.removeLast()
      case 5: proof.path.append(other.leaf)
      case 6: proof.path[Int.random(in: proof.path.indices, using: &random)] = other.leaf
      default: break
      }
      #expect(proof.root(&memo) == proof.root)
      #expect(good.root(&memo) == good.root)
    }
  }
}
