import Cryptography

/// The newest signed head of a cell's ledger, kept outside the journal: what shows that a journal
/// went back.
package struct LedgerHeadFile: Hashable, Sendable {
  private static let bytesMax = 16_384

  package let path: String
  private let directory: String

  /// The file of a cell.
  package init(of cell: CellLayout) {
    path = cell.ledgerHead
    directory = cell.state
  }

  /// The head as it lies there, unverified; nil if none was ever kept.
  package func read() throws(SiteError) -> [UInt8]? {
    try SiteFile.readIfPresent(path, maximumBytes: Self.bytesMax)
  }

  /// Puts a newer head in the place of the one before, durably.
  package func replace(with head: [UInt8]) throws(SiteError) {
    try SiteFile.makeDirectory(directory)
    try SiteFile.replace(path, with: head, mode: 0o600)
  }

  /// Puts the head of a ledger that has ended aside: it stays, as what was signed last there.
  package func setAside(journal: [UInt8]) throws(SiteError) {
    guard let head = try read() else { return }
    let name = "\(directory)/ledger-\(Hexadecimal.encode(journal)).head"
    try SiteFile.replace(name, with: head, mode: 0o600)
    try SiteFile.remove(path)
  }
}
