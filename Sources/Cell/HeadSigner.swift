import Cryptography
import Journal
import Ledger

/// Signs heads, if what is in the journal continues what was signed before.
struct HeadSigner {
  private let origin: LedgerOrigin
  private var desk: HeadDesk
  /// Why nothing is signed.
  private(set) var fault: LedgerFault?
  /// What the ledger is to say of the start.
  private(set) var drafts: [LeafDraft] = []
  /// What the operator is told at the start.
  private(set) var notices: [LedgerFault] = []
  private var lastSize: UInt64 = 0

  init(
    _ desk: HeadDesk, of site: String, _ compartment: String, _ reader: JournalReader
  ) throws(JournalError) {
    self.desk = desk
    origin = LedgerOrigin(site: site, compartment: compartment, journal: reader.identity)
    let tree = try reader.ledger()
    do throws(LedgerFault) {
      if let found = desk.found, let head = try current(found, site, compartment) {
        try check(head, reader, tree)
      } else if tree.size > 0, desk.key != nil {
        notices.append(LedgerFault(.noSavedHead, at: tree.size))
      }
      if desk.key == nil { throw LedgerFault(desk.withoutKey, at: tree.size) }
    } catch {
      fault = error
      notices.append(error)
    }
  }

  /// The head that was kept, if it is of this ledger; one of a ledger that ended is put aside.
  private func current(
    _ found: [UInt8], _ site: String, _ compartment: String
  ) throws(LedgerFault) -> SignedHead? {
    let head = try SignedHead(encoded: found)
    guard head.claim.origin != origin else { return head }
    guard let journal = head.claim.origin.journal(site: site, compartment: compartment) else {
      throw LedgerFault(.otherOrigin, at: 0)
    }
    guard desk.setAside(journal) else { throw LedgerFault(.headNotKept, at: head.claim.size) }
    return nil
  }

  /// Refuses to go on where the journal does not hold what the head was signed over.
  private mutating func check(
    _ head: SignedHead, _ reader: JournalReader, _ tree: MerkleFrontier
  ) throws(LedgerFault) {
    try checkSignature(head)
    let size = head.claim.size
    guard size <= tree.size else { throw LedgerFault(.regressed, at: size) }
    guard let before = try? reader.ledger(at: size), before.root == head.claim.root else {
      throw LedgerFault(.inconsistent, at: size)
    }
    guard let now = try? reader.extend(before, to: tree.size), now == tree else {
      throw LedgerFault(.wrongTree, at: tree.size)
    }
    lastSize = size
  }

  /// A head that another key signed, and not ours, is from before a change of keys: what it says is
  /// held against the journal all the same.
  private mutating func checkSignature(_ head: SignedHead) throws(LedgerFault) {
    guard let key = desk.key?.publicKey else { return }
    let own = head.signatures.filter { $0.name == origin.description }
    if let other = own.first, !own.contains(where: { $0.id == key.noteID }) {
      drafts.append(
        LeafDraft(.keyChange).with(.key, key.keyID.bytes).with(.formerKey, other.id))
      return
    }
    _ = try head.verified(origin, key)
  }

  /// Signs a tree, whose leaves are durable, and keeps the head; false when it could not be kept.
  mutating func sign(_ tree: MerkleFrontier) -> Bool {
    guard fault == nil, let key = desk.key else { return true }
    // What this process has seen only grows; a smaller tree would be a defect, and is not signed.
    guard tree.size >= lastSize, let head = try? TreeHead(origin, tree).signed(with: key),
      desk.keep(head.encoded)
    else { return false }
    lastSize = tree.size
    return true
  }
}
