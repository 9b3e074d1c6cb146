import Cryptography
import Ledger
import Testing

/// `Vectors/heads.json`: heads and proofs under one key.
private struct HeadFile: Decodable, Sendable {
  let origin: String
  let key: String
  let heads: [HeadVector]
  let proofs: [ProofVector]

  static let shared = Result { try Vectors.load("heads", as: HeadFile.self) }

  func verificationKey() throws -> VerificationKey { try VerificationKey(spki: try hex(key)) }
}

struct HeadVector: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let head: String
  let size: UInt64?
  let root: String?
  let code: Int?

  var testDescription: String { name }
}

struct ProofVector: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let kind: String
  let proof: String
  let leaf: String?
  let old: String?
  let code: Int?

  var testDescription: String { name }
}

@Suite struct HeadTests {
  static let heads = (try? HeadFile.shared.get().heads) ?? []
  static let proofs = (try? HeadFile.shared.get().proofs) ?? []
  private static let origin = LedgerOrigin(
    site: "north", compartment: "icu", journal: Array(0..<16))

  @Test func `the vectors are there, and of this origin`() throws {
    let file = try HeadFile.shared.get()
    #expect(file.heads.count == 27)
    #expect(file.proofs.count == 20)
    #expect(file.origin == Self.origin.description)
    #expect(Self.origin.journal(site: "north", compartment: "icu") == Array(0..<16))
    #expect(Self.origin.journal(site: "north", compartment: "lab") == nil)
  }

  private func fault(of body: () throws(LedgerFault) -> Void) -> Int? {
    do throws(LedgerFault) {
      try body()
      return nil
    } catch {
      return error.code.rawValue
    }
  }

  @Test(arguments: HeadTests.heads) func head(_ vector: HeadVector) throws {
    let key = try HeadFile.shared.get().verificationKey()
    let bytes = Array(vector.head.utf8)
    var found: TreeHead?
    let code = fault { () throws(LedgerFault) in
      let head = try SignedHead(encoded: bytes)
      found = try head.verified(Self.origin, key).head
    }
    #expect(code == vector.code)
    #expect(found?.size == vector.size)
    #expect(found?.root.description == vector.root)
    if vector.code == nil { #expect(try SignedHead(encoded: bytes).encoded == bytes) }
  }

  @Test(arguments: HeadTests.proofs) func proof(_ vector: ProofVector) throws {
    let key = try HeadFile.shared.get().verificationKey()
    let bytes = Array(vector.proof.utf8)
    let leaf = try hex(vector.leaf ?? "")
    let code = fault { () throws(LedgerFault) in
      if vector.kind == "inclusion" {
        let proof = try InclusionProof(encoded: bytes)
        try proof.check(leaf, in: try proof.head.verified(Self.origin, key))
      } else {
        let update = try HeadUpdate(encoded: bytes)
        let old = try SignedHead(encoded: Array((vector.old ?? "").utf8))
        try update.check(
          from: try old.verified(Self.origin, key), to: try update.head.verified(Self.origin, key))
      }
    }
    #expect(code == vector.code)
    guard vector.code == nil else { return }
    if vector.kind == "inclusion" {
      #expect(try InclusionProof(encoded: bytes).encoded == bytes)
    } else {
      #expect(try HeadUpdate(encoded: bytes).encoded == bytes)
    }
  }

  @Test func `a head that is signed here verifies, and no changed byte of it does`() throws {
    let key = try SigningKey.generate()
    var tree = MerkleFrontier()
    for number in 0..<5 { tree.append(MerkleTree.leafHash([UInt8(number)])) }
    let head = try TreeHead(Self.origin, tree).signed(with: key)
    let bytes = head.encoded
    #expect(try SignedHead(encoded: bytes) == head)
    #expect(try head.verified(Self.origin, key.publicKey).head == TreeHead(Self.origin, tree))
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1
      let code = fault { () throws(LedgerFault) in
        _ = try SignedHead(encoded: changed).verified(Self.origin, key.publicKey)
      }
      #expect(code != nil, "byte \(place)")
    }
  }

  @Test func `case 81: of two heads of one size and one key at most one continues the earlier`()
    throws
  {
    let key = try SigningKey.generate()
    var (tree, fork) = (MerkleFrontier(), MerkleFrontier())
    for number in 0..<6 {
      tree.append(MerkleTree.leafHash([UInt8(number)]))
      fork.append(MerkleTree.leafHash([UInt8(number == 2 ? 99 : number)]))
    }
    let (one, two) = (TreeHead(Self.origin, tree), TreeHead(Self.origin, fork))
    let heads = try [one, two].map {
      try $0.signed(with: key).verified(Self.origin, key.publicKey)
    }
    let update = HeadUpdate(
      ConsistencyProof(old: 6, path: []), try two.signed(with: key))
    #expect(throws: LedgerFault(.wrongProof, at: 6)) {
      try update.check(from: heads[0], to: heads[1])
    }
  }
}
