package import Cryptography

/// A signed document that rules, as the ledger names it.
package struct RulingDocument: Hashable, Sendable {
  /// Nil for the charter.
  package let compartment: String?
  package let version: UInt64
  /// SHA-256 of its payload.
  package let digest: Digest

  package init(compartment: String?, version: UInt64, digest: Digest) {
    self.compartment = compartment
    self.version = version
    self.digest = digest
  }
}
