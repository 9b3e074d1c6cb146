package import Cryptography
package import Ledger

/// How a cell signs the heads of its ledger and keeps the newest, outside its journal.
package struct HeadDesk: Sendable {
  /// The ledger's key; nil where the charter names none, or it is revoked.
  package var key: SigningKey?
  /// Why there is no key.
  package var withoutKey = LedgerFault.Code.noKey
  /// The newest head that was kept, as it was found.
  package var found: [UInt8]?
  /// Replaces it, durably; false when that was not possible.
  package var keep: @Sendable ([UInt8]) -> Bool
  /// Puts the head of a ledger that has ended aside, under the id of its journal.
  package var setAside: @Sendable (_ journal: [UInt8]) -> Bool

  package init(
    keep: @escaping @Sendable ([UInt8]) -> Bool = { _ in true },
    setAside: @escaping @Sendable ([UInt8]) -> Bool = { _ in true }
  ) {
    self.keep = keep
    self.setAside = setAside
  }
}
