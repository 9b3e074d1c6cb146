package import Cryptography

/// That one leaf is in the tree of a head, as text (C2SP tlog-proof).
package struct InclusionProof: Hashable, Sendable {
  package static let format = "c2sp.org/tlog-proof@v1"

  package let index: UInt64
  package let path: [Digest]
  package let head: SignedHead

  package init(index: UInt64, path: [Digest], head: SignedHead) {
    self.index = index
    self.path = path
    self.head = head
  }

  /// Reads a proof. The fault's place is the number of the line, from 0.
  package init(encoded bytes: [UInt8]) throws(LedgerFault) {
    var lines = try ProofLines(bytes)
    guard lines.next() == Self.format[...] else { throw lines.fault }
    guard let index = lines.number(behind: "index ") else { throw lines.fault }
    self.index = index
    path = try lines.path()
    head = try SignedHead(encoded: Array(lines.rest))
  }

  /// The text.
  package var encoded: [UInt8] {
    Array("\(Self.format)\nindex \(index)\n\(ProofLines.text(path))\n".utf8) + head.encoded
  }

  /// Refuses a leaf that this proof does not lead from to a head that was verified.
  package func check(_ leaf: [UInt8], in head: VerifiedHead) throws(LedgerFault) {
    let root = MerkleTree.root(
      from: MerkleTree.leafHash(leaf), index: index, size: head.head.size, path: path)
    guard self.head.claim == head.head, root == head.head.root else {
      throw LedgerFault(.wrongProof, at: index)
    }
  }
}

/// A consistency proof with the later head, as text (the body of `add-checkpoint` of C2SP
/// tlog-witness).
package struct HeadUpdate: Hashable, Sendable {
  package let proof: ConsistencyProof
  package let head: SignedHead

  package init(_ proof: ConsistencyProof, _ head: SignedHead) {
    self.proof = proof
    self.head = head
  }

  /// Reads a proof. The fault's place is the number of the line, from 0.
  package init(encoded bytes: [UInt8]) throws(LedgerFault) {
    var lines = try ProofLines(bytes)
    guard let old = lines.number(behind: "old ") else { throw lines.fault }
    proof = ConsistencyProof(old: old, path: try lines.path())
    head = try SignedHead(encoded: Array(lines.rest))
  }

  /// The text.
  package var encoded: [UInt8] {
    Array("old \(proof.old)\n\(ProofLines.text(proof.path))\n".utf8) + head.encoded
  }

  /// Refuses a head that does not continue an earlier one.
  package func check(from old: VerifiedHead, to head: VerifiedHead) throws(LedgerFault) {
    guard self.head.claim == head.head, proof.old == old.head.size,
      proof.isValid(from: old.head.root, to: head.head.root, size: head.head.size)
    else { throw LedgerFault(.wrongProof, at: proof.old) }
  }
}

/// The lines of a proof's text.
private struct ProofLines {
  private(set) var rest: ArraySlice<UInt8>
  private var line = 0

  init(_ bytes: [UInt8]) throws(LedgerFault) {
    guard bytes.count <= 2 * LedgerLimit.headBytesMax else {
      throw LedgerFault(.malformedProof, at: 0)
    }
    rest = bytes[...]
  }

  /// The fault of the line that was read last.
  var fault: LedgerFault { LedgerFault(.malformedProof, at: max(line - 1, 0)) }

  mutating func next() -> Substring? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { rest = rest[(end + 1)...] }
    line += 1
    return String(validating: rest[..<end], as: UTF8.self)?[...]
  }

  mutating func number(behind word: String) -> UInt64? {
    guard let text = next(), text.hasPrefix(word) else { return nil }
    return SignedHead.size(text.dropFirst(word.count).utf8)
  }

  /// Hashes up to an empty line.
  mutating func path() throws(LedgerFault) -> [Digest] {
    var path: [Digest] = []
    while true {
      guard let text = next() else { throw fault }
      if text.isEmpty { return path }
      guard path.count < LedgerLimit.pathMax,
        let hash = Base64.decode(text.utf8).flatMap({ Digest($0) })
      else { throw fault }
      path.append(hash)
    }
  }

  static func text(_ path: [Digest]) -> String {
    path.map { Base64.encode($0.bytes) + "\n" }.joined()
  }
}
