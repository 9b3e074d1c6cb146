import Cryptography

/// What tells one ledger from every other: site, compartment, and the id of the journal that keeps
/// it.
package struct LedgerOrigin: Hashable, Sendable, CustomStringConvertible {
  /// `vaguemestre/north/icu/5f0c…`.
  package let description: String

  package init(site: String, compartment: String, journal: [UInt8]) {
    description = "vaguemestre/\(site)/\(compartment)/\(Hexadecimal.encode(journal))"
  }

  /// The origin of a head.
  init(_ text: String) { description = text }

  /// The journal's id, where the origin is one of this site and compartment.
  package func journal(site: String, compartment: String) -> [UInt8]? {
    let prefix = "vaguemestre/\(site)/\(compartment)/"
    guard description.hasPrefix(prefix) else { return nil }
    return Hexadecimal.decode(String(description.dropFirst(prefix.count)))
  }
}
