import Cryptography
import Foundation
import Ledger

/// What was signed once and is kept in `Vectors/signed.json`: ES256 signs anew each time, and the
/// same seed must spoil the same bytes.
package enum SignedVectors {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Vectors/signed.json")

  private static let kept = Result {
    try JSONDecoder().decode([String: [String]].self, from: Data(contentsOf: file))
  }

  /// A vector that is not there, or not hexadecimal.
  struct Missing: Error {
    let kind: String
  }

  /// All of a kind.
  static func all(_ kind: String) throws -> [[UInt8]] {
    let words = try kept.get()[kind] ?? []
    let found = words.compactMap { Hexadecimal.decode($0) }
    guard !found.isEmpty, found.count == words.count else { throw Missing(kind: kind) }
    return found
  }

  /// The key behind what is signed outside of documents.
  static func key(_ kind: String) throws -> VerificationKey {
    try VerificationKey(spki: try all(kind)[0])
  }

  /// The head that is signed.
  static func head() -> (origin: LedgerOrigin, claim: TreeHead) {
    let origin = LedgerOrigin(site: "north", compartment: "icu", journal: Array(0..<16))
    var tree = MerkleFrontier()
    for number in 0..<13 as Range<UInt8> { tree.append(MerkleTree.leafHash([number])) }
    return (origin, TreeHead(origin, tree))
  }

  /// Signs all anew with new keys, for a format that has changed; the process must begin again.
  package static func renew() throws {
    let (producer, ledger) = (try SigningKey.generate(), try SigningKey.generate())
    var vectors = try FuzzHospital().documents()
    vectors["producer-key"] = [producer.publicKey.spki]
    vectors["message"] = try Seeds.signedMessages(by: producer)
    vectors["ledger-key"] = [ledger.publicKey.spki]
    vectors["head"] = [try head().claim.signed(with: ledger).encoded]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let words = vectors.mapValues { $0.map { Hexadecimal.encode($0) } }
    try (encoder.encode(words) + Data("\n".utf8)).write(to: file)
  }
}
