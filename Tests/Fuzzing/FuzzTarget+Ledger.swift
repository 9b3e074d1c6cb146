import Cryptography
import Foundation
import Ledger

extension FuzzTarget {
  /// A leaf of the ledger: what is understood comes out as it went in, and holds no text.
  static func leaf() throws -> FuzzTarget {
    // The vectors' digests, proofs and malformed leaves are no seeds.
    let seeds = try Seeds.hexadecimal(in: "LedgerTests/Vectors").filter {
      (try? Leaf(encoded: $0)) != nil || (try? LeafOpening(encoded: $0)) != nil
    }
    return FuzzTarget(name: "leaf", seeds: seeds) { input in
      do throws(LedgerFault) {
        let leaf = try Leaf(encoded: input)
        guard leaf.encoded == input else { return .failed("it has two encodings") }
        return .accepted(leaf.fields.count)
      } catch {
        guard let opening = try? LeafOpening(encoded: input) else {
          return .refused(Int(error.place))
        }
        guard opening.encoded == input else { return .failed("an opening has two encodings") }
        return .accepted(100 + opening.parts.count)
      }
    }
  }

  /// A signed head or a proof: what is believed is what was signed, and has one encoding.
  static func head() throws -> FuzzTarget {
    let known = try SignedVectors.key("ledger-key")
    let (origin, claim) = SignedVectors.head()
    let head = try SignedHead(encoded: try SignedVectors.all("head")[0])
    let path = (0..<4 as Range<UInt8>).map { MerkleTree.leafHash([$0]) }
    let seeds = [
      head.encoded, InclusionProof(index: 5, path: path, head: head).encoded,
      HeadUpdate(ConsistencyProof(old: 7, path: path), head).encoded,
    ]
    return FuzzTarget(
      name: "head", seeds: seeds, sharp: Array("\n\r +=/0— \u{00A0}".utf8), isTree: false,
      isLenient: false
    ) { input in
      do throws(LedgerFault) {
        let found = try SignedHead(encoded: input)
        guard found.encoded == input else { return .failed("it has two encodings") }
        let verified = try found.verified(origin, known)
        return verified.head == claim ? .accepted(0) : .failed("nobody signed it")
      } catch {
        if let proof = try? InclusionProof(encoded: input) {
          return proof.encoded == input ? .accepted(1) : .failed("a proof has two encodings")
        }
        if let update = try? HeadUpdate(encoded: input) {
          return update.encoded == input ? .accepted(2) : .failed("a proof has two encodings")
        }
        return .refused(error.code.rawValue << 8 ^ Int(clamping: error.place))
      }
    }
  }
}
