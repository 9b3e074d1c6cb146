import Cell
import Cryptography
import Ledger
import Policy
import SignedPolicy
import Site

/// What the program tells the cell's ledger: how its heads are signed and kept, which documents
/// rule, which were refused.
enum LedgerSeat {
  /// The ledger's key and the file of its newest head. A cell without a key that the charter names
  /// keeps a ledger all the same; its heads are not signed.
  static func heads(
    _ keys: CellKeys, _ chartered: CharteredCompartment, revoked: Revocations, in cell: CellLayout
  ) throws(SiteError) -> HeadDesk {
    let file = LedgerHeadFile(of: cell)
    var desk = HeadDesk(
      keep: { head in
        do {
          try file.replace(with: head)
          return true
        } catch {
          Main.complain("vaguemestre-cell: \(error)")
          return false
        }
      },
      setAside: { journal in
        do {
          try file.setAside(journal: journal)
          return true
        } catch {
          Main.complain("vaguemestre-cell: \(error)")
          return false
        }
      })
    desk.found = try file.read()
    guard let named = chartered.ledgerKey else { return desk }
    guard !revoked.signingKeys.contains(named.keyID) else {
      desk.withoutKey = .revokedKey
      return desk
    }
    desk.key = keys.ledger
    return desk
  }

  /// The documents that rule.
  static func documents(of policies: LoadedPolicies) -> [RulingDocument] {
    let set = policies.verified
    let charter = set.charter.accepted
    return [
      RulingDocument(compartment: nil, version: charter.version, digest: charter.digest)
    ]
      + ([set.own] + set.peers).map {
        RulingDocument(
          compartment: $0.document.compartment, version: $0.accepted.version,
          digest: $0.accepted.digest)
      }
  }

  /// What was refused: the code, and which document, as far as its path tells.
  static func drafts(of errors: [SiteError], _ layout: SiteLayout) -> [LeafDraft] {
    errors.map { error in
      let draft = LeafDraft(.policyRefused, code: error.code)
      if error.path == layout.charter { return draft.with(.document, 1) }
      guard error.path.hasPrefix("\(layout.policies)/") else { return draft }
      let file = error.path.dropFirst(layout.policies.count + 1)
      let name = String(file.prefix { $0 != "." })
      return draft.with(.document, 2).naming(.compartment, name)
    }
  }
}
